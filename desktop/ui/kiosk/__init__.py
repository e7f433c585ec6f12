"""The kiosk: visitors take their numbers here. Built by ``build.build_kiosk``; presenter and view meet there only."""
