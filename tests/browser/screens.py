"""The screens on which the report is opened."""

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
