"""The hall display's own fixed colours: the same in every theme; data only."""

from __future__ import annotations

HALL: dict[str, str] = {
    "canvas": "#082E35",
    "bar": "#062329",
    "surface": "#0D3A42",
    "text": "#FFFFFF",
    "muted": "#CFE3E5",
    "arrow": "#9BD5DB",
    "call": "#FFC93C",
    "call-text": "#1A1200",
    "call-second": "#3A2A00",
    "rest": "#FFFFFF",
    "rest-text": "#10262A",
    "rest-second": "#33474B",
    "poster": "#F3F2EE",
    "poster-text": "#1B2225",
    "poster-second": "#42494E",
    "bar-icon": "#FFC93C",
}
