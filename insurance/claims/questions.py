"""What a claim asks, as data: steps, their fields, and which answers ask for them. Nothing here knows a French word.

A condition maps the path of an answer (`step.field`) to the values that ask for what follows; all its lines must hold.
The same data is given to the phone (`journey.as_data`), which walks the same path without network.
"""
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from insurance.claims.models import ClaimKind as Kind
from insurance.claims.models import PieceKind as Piece

When = Mapping[str, tuple[str, ...]]


class FieldType(StrEnum):
    """How an answer is written."""

    CHOICE = "choice"  # one of `choices`
    CHOICES = "choices"  # some of `choices`, a list
    LINE = "line"
    TEXT = "text"
    DAY = "day"  # 2026-11-14
    TIME = "time"  # 18:05
    PHONE = "phone"
    NUMBER = "number"
    PEOPLE = "people"  # a list of people, at most `most`, each with `fields`


@dataclass(frozen=True)
class Field:
    """A question. `most` counts characters, or people; one that is required must be answered when it is asked."""

    name: str
    type: FieldType = FieldType.LINE
    is_required: bool = False
    asked_if: When = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    most: int = 200
    fields: tuple["Field", ...] = ()


@dataclass(frozen=True)
class Step:
    """A page of questions."""

    name: str
    fields: tuple[Field, ...]
    asked_if: When = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """A photo or a paper that helps; one that is required will be asked for after filing, and never blocks it."""

    kind: Piece
    asked_if: When
    is_required: bool = False


def _kinds(*kinds: Kind) -> When:
    return {"kind.kind": tuple(kind.value for kind in kinds)}


def _choice(name: str, *choices: str, **values) -> Field:
    return Field(name, FieldType.CHOICE, choices=choices, **values)


def _yes_no(name: str, **values) -> Field:
    return _choice(name, "yes", "no", **values)


OTHER_DRIVER = "other"
BOXES = tuple(str(number) for number in range(1, 18))
IMPACTS = ("front-left", "front", "front-right", "left-front", "roof", "right-front", "left-rear", "underside",
           "right-rear", "rear-left", "rear", "rear-right", "windscreen", "rear-window")
GLASS = ("windscreen", "side-window", "rear-window", "roof", "headlight", "mirror")
_DRIVEN = _kinds(Kind.COLLISION, Kind.ALONE, Kind.OTHER)
_WITH_OTHERS = _kinds(Kind.COLLISION, Kind.ALONE, Kind.PARKED, Kind.OTHER)
_FOUND_LATER = _kinds(Kind.PARKED, Kind.THEFT, Kind.ATTEMPTED_THEFT, Kind.VANDALISM, Kind.GLASS, Kind.FIRE, Kind.STORM,
                      Kind.OTHER)
_MAY_HURT = _kinds(Kind.COLLISION, Kind.ALONE, Kind.PARKED, Kind.FIRE, Kind.OTHER)
_DAMAGED = _kinds(*(kind for kind in Kind if kind not in (Kind.THEFT, Kind.GLASS)))
_COLLISION, _ALONE, _THEFT = _kinds(Kind.COLLISION), _kinds(Kind.ALONE), _kinds(Kind.THEFT)
_GLASS, _FIRE, _DISASTER = _kinds(Kind.GLASS), _kinds(Kind.FIRE), _kinds(Kind.NATURAL_DISASTER)
_POLICE = _kinds(Kind.COLLISION, Kind.ALONE, Kind.PARKED, Kind.THEFT, Kind.ATTEMPTED_THEFT, Kind.VANDALISM, Kind.FIRE,
                 Kind.OTHER)
_BROKEN_INTO = _kinds(Kind.ATTEMPTED_THEFT, Kind.VANDALISM)
_OTHER_DRIVER = _DRIVEN | {"contract.driver": (OTHER_DRIVER,)}

_PARTY = (Field("name", most=120), Field("plate", most=20), Field("insurer", most=120), Field("policy", most=60),
          Field("phone", most=30), Field("address", most=200))
_WITNESS = (Field("name", most=120), Field("phone", most=30), Field("address", most=200))
_INJURED = (Field("name", most=120), _choice("place", "driver", "passenger", "other-vehicle", "pedestrian", "cyclist"),
            Field("care", most=200))

STEPS = (
    Step("kind", (_choice("kind", *(kind.value for kind in Kind), is_required=True),)),
    Step("contract", (
        Field("contract", is_required=True, most=13),
        Field("driver", is_required=True, asked_if=_DRIVEN, most=161),
        Field("driver_name", is_required=True, asked_if=_OTHER_DRIVER, most=120),
        Field("driver_born_on", FieldType.DAY, asked_if=_OTHER_DRIVER),
        Field("driver_licence", asked_if=_OTHER_DRIVER, most=30),
        Field("driver_phone", asked_if=_OTHER_DRIVER, most=30),
    )),
    Step("when", (
        Field("occurred_on", FieldType.DAY, is_required=True),
        Field("occurred_at", FieldType.TIME),
        Field("noticed_on", FieldType.DAY, asked_if=_FOUND_LATER),
        Field("place", is_required=True),
        Field("country", most=60),
        Field("position", most=40),  # latitude and longitude, degrees: 50.63297, 3.05858
        Field("decree_on", FieldType.DAY, asked_if=_DISASTER),
    )),
    Step("injuries", (
        _yes_no("injured", is_required=True),
        Field("people", FieldType.PEOPLE, asked_if={"injuries.injured": ("yes",)}, most=6, fields=_INJURED),
    ), _MAY_HURT),
    Step("circumstances", (
        Field("story", FieldType.TEXT, is_required=True, most=3000),
        _choice("report", "paper", "e-report", "none", is_required=True, asked_if=_COLLISION),
        _choice("letter", "a", "b", asked_if=_COLLISION | {"circumstances.report": ("paper", "e-report")}),
        Field("boxes_a", FieldType.CHOICES, asked_if=_COLLISION, choices=BOXES),
        _choice("box_1_a", "parked", "stopped", is_required=True, asked_if={"circumstances.boxes_a": ("1",)}),
        _choice("box_2_a", "leaving", "door", is_required=True, asked_if={"circumstances.boxes_a": ("2",)}),
        Field("boxes_b", FieldType.CHOICES, asked_if=_COLLISION, choices=BOXES),
        _choice("box_1_b", "parked", "stopped", is_required=True, asked_if={"circumstances.boxes_b": ("1",)}),
        _choice("box_2_b", "leaving", "door", is_required=True, asked_if={"circumstances.boxes_b": ("2",)}),
        Field("object", asked_if=_ALONE),
        Field("object_owner", asked_if=_ALONE),
        _choice("keys", "all", "some", "none", is_required=True, asked_if=_THEFT),
        _yes_no("tracker", asked_if=_THEFT),
        Field("mileage", FieldType.NUMBER, asked_if=_THEFT, most=7),
        _choice("financing", "none", "loan", "lease", asked_if=_THEFT),
        Field("stolen", FieldType.TEXT, asked_if=_BROKEN_INTO, most=1000),
        Field("glass", FieldType.CHOICES, is_required=True, asked_if=_GLASS, choices=GLASS),
        _yes_no("camera", asked_if=_GLASS),
        _choice("remedy", "repair", "replacement", "unknown", asked_if=_GLASS),
        Field("appointment", asked_if=_GLASS),
        Field("cause", asked_if=_FIRE),
        _yes_no("fire_brigade", asked_if=_FIRE),
        _choice("weather", "wind", "hail", "snow", "water", is_required=True, asked_if=_kinds(Kind.STORM)),
        _choice("disaster", "flood", "mud", "ground", "quake", "other", is_required=True, asked_if=_DISASTER),
        _yes_no("police", asked_if=_POLICE),
    )),
    Step("people", (
        Field("parties", FieldType.PEOPLE, asked_if=_kinds(Kind.COLLISION, Kind.PARKED, Kind.OTHER), most=4,
              fields=_PARTY),
        Field("witnesses", FieldType.PEOPLE, most=4, fields=_WITNESS),
    ), _WITH_OTHERS),
    Step("damage", (
        Field("impacts", FieldType.CHOICES, choices=IMPACTS),
        Field("damage", FieldType.TEXT, most=1000),
        _yes_no("other_damage", asked_if=_kinds(Kind.COLLISION, Kind.ALONE)),
        _yes_no("drivable", is_required=True),
        Field("whereabouts", is_required=True, asked_if={"damage.drivable": ("no",)}),
    ), _DAMAGED),
    Step("pieces", ()),
    Step("contact", (
        Field("phone", FieldType.PHONE, is_required=True, most=30),
        _choice("call", "any", "morning", "afternoon", "evening"),
        Field("repairer"),
    )),
)

OF_THE_REGISTERED = frozenset({Piece.LICENCE, Piece.REGISTRATION})
# In the order in which they are worth most, hence sent: the plates of a driver who may leave come first.
WANTED = (
    Wanted(Piece.PLATES, _COLLISION),
    Wanted(Piece.OVERVIEW, _DAMAGED),
    Wanted(Piece.DAMAGE, _kinds(*(kind for kind in Kind if kind is not Kind.THEFT))),
    Wanted(Piece.PLACE, _kinds(Kind.COLLISION, Kind.ALONE)),
    Wanted(Piece.REPORT_FRONT, _COLLISION | {"circumstances.report": ("paper",)}, is_required=True),
    Wanted(Piece.REPORT_BACK, _COLLISION | {"circumstances.report": ("paper",)}),
    Wanted(Piece.E_REPORT, _COLLISION | {"circumstances.report": ("e-report",)}, is_required=True),
    Wanted(Piece.SKETCH, _COLLISION | {"circumstances.report": ("none",)}),
    Wanted(Piece.POLICE_REPORT, _kinds(Kind.THEFT, Kind.ATTEMPTED_THEFT, Kind.VANDALISM), is_required=True),
    Wanted(Piece.POLICE_REPORT, _kinds(Kind.PARKED)),
    Wanted(Piece.LICENCE, _DRIVEN, is_required=True),
    Wanted(Piece.REGISTRATION, _kinds(Kind.COLLISION, Kind.THEFT), is_required=True),
    Wanted(Piece.MEDICAL_CERTIFICATE, _MAY_HURT | {"injuries.injured": ("yes",)}),
    Wanted(Piece.FIRE_REPORT, _FIRE | {"circumstances.fire_brigade": ("yes",)}),
    Wanted(Piece.WEATHER_REPORT, _kinds(Kind.STORM)),
    Wanted(Piece.LOSS_STATEMENT, _DISASTER, is_required=True),
    Wanted(Piece.QUOTE, _kinds(Kind.GLASS, Kind.ATTEMPTED_THEFT, Kind.VANDALISM)),
    Wanted(Piece.INVOICE, _GLASS),
    Wanted(Piece.PURCHASE_INVOICE, _THEFT, is_required=True),
    Wanted(Piece.NON_PLEDGE, _THEFT),
)
