"""What stands in the books, and the truth about each customer."""

from dataclasses import dataclass, field
from datetime import date, datetime

from world.clock import LAST_DAY
from world.model import Person

BOOKS_FIRST_DAY = date(2025, 9, 1)
"""The shop opens; the books end with the world."""
BOOKS_DAY_COUNT = (LAST_DAY - BOOKS_FIRST_DAY).days + 1


@dataclass(slots=True, kw_only=True)
class Customer:
    """One member."""

    number: str
    """Member number, as the files have it."""
    group: str
    """Customer group, one of world.groups."""
    region: str
    account: Person | None
    """Regular author that this customer is; None for people who write nothing."""
    rate: float
    """Orders a week while a customer."""
    drop: float
    """Chance of being lost after an order."""
    basket: float
    """Mean of the products in an order."""
    mood: float
    """How happy with the brand: 0 on average, 1 a standard deviation."""
    joined_at: datetime
    """First order."""
    churned_at: datetime | None = None
    """The order after which they were lost; None for those who still are customers at the end."""
    reason: str | None = None
    """Why they were lost: service or quiet."""
    referrer: str | None = None
    """Member who brought them."""
    phone: str = ""
    """Telephone in the shop's books; empty where it has none."""
    nickname: str = ""
    """What the shop knows them by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of one order, or a refund of one."""

    order: str
    number: int
    customer: str
    at: datetime
    product: str
    quantity: int
    amount: float
    discount: float
    coupon: str
    channel: str
    status: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One movement of points."""

    number: str
    customer: str
    at: datetime
    kind: str
    points: int
    balance: int
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One person invited."""

    number: str
    referrer: str
    referred: str
    """Empty while nobody came."""
    at: datetime
    joined_at: datetime | None
    would_join_anyway: str
    """是, 否, or empty where nobody asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One consent or refusal."""

    customer: str
    at: datetime
    purpose: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One service contact."""

    number: str
    customer: str
    at: datetime
    reason: str
    channel: str
    agent: str
    seconds: int | None
    """To the first reply; None where there was none."""
    minutes: int | None
    """From begin to end."""
    is_resolved: bool | None
    satisfaction: int | None
    is_outbound: bool = False
    is_answered: bool | None = True
    purpose: str = ""
    """What an outbound contact was made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One filled questionnaire."""

    number: str
    customer: str
    at: datetime
    nps: int
    csat: int
    ces: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One filled form of the yearly study."""

    number: str
    customer: str
    at: datetime
    answers: dict[str, int | None]
    """Column -> answer; None where it was left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One touchpoint."""

    customer: str
    at: datetime
    kind: str
    channel: str
    campaign: str
    product: str
    order: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    """One item of spending."""

    number: str
    day: date
    kind: str
    amount: float
    channel: str = ""
    campaign: str = ""
    platform: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """One account that left a telephone for a prize draw."""

    person: Person
    phone: str


@dataclass(slots=True)
class Books:
    """Everything."""

    customers: dict[str, Customer] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    studies: list[Study] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    expenses: list[Expense] = field(default_factory=list)
    entrants: list[Entrant] = field(default_factory=list)
    prospects: dict[str, bool] = field(default_factory=dict)
    """Visitor who has not bought -> whether they are keen to."""

    def lines_of(self) -> dict[str, list[Line]]:
        """Customer -> their lines in order of time."""
        found: dict[str, list[Line]] = {number: [] for number in self.customers}
        for line in self.lines:
            found[line.customer].append(line)
        return found
