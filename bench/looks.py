"""In which ways the pictures of the site are taken."""

from dataclasses import dataclass, field

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class Look:
    name: str
    options: dict = field(default_factory=dict)  # of the browser's context
    direction: str = ""


def look(name, viewport, scheme="light", direction="", **options):
    return Look(name, {"viewport": viewport, "color_scheme": scheme, "reduced_motion": "reduce", **options}, direction)


LOOKS = [
    look("desktop-light", DESKTOP),
    look("desktop-dark", DESKTOP, "dark"),
    look("phone-light", PHONE, has_touch=True, is_mobile=True, device_scale_factor=2),
    look("phone-dark", PHONE, "dark", has_touch=True, is_mobile=True, device_scale_factor=2),
    look("no-script", DESKTOP, java_script_enabled=False),
    look("right-to-left", DESKTOP, direction="rtl"),
]
