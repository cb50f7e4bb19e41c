"""What a report is about, whatever its format: scope, sentence and panels, asked once."""

from dataclasses import dataclass
from datetime import datetime

from reports.build import Language, render
from reports.headline import Headline
from reports.names import Pair
from reports.panel import Panel
from reports.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A brand's period (seldom another than a week)."""

    scope: Scope
    sentence: Headline
    panels: tuple[Panel, ...]
    made: datetime
    """When it was generated."""
    language: Language = "zh"
    """Language of what we say; names and posts stay as they are."""

    @property
    def title(self) -> str:
        """Brand and days."""
        return f"{self.scope.brand.name} · {self.scope.asked.start} {self.pick(('至', 'to'))} {self.scope.asked.end}"

    def pick(self, pair: Pair) -> str:
        """The one of the week's language."""
        return pair[self.language == "en"]

    @property
    def words(self) -> tuple[str, str]:
        """What this and the previous period are called."""
        return self.scope.words[0], self.scope.words[1]

    def panel(self, name: str) -> Panel | None:
        """A panel by name; None where it has no rows."""
        return next((panel for panel in self.panels if panel.name == name), None)

    def html(self, *names: str, look: str = "") -> str:
        """The page; with names only of these panels, with a look as style.css has it for pictures."""
        panels = [panel for panel in self.panels if not names or panel.name in names]
        return render(self.scope, self.sentence, panels, generated_at=self.made, look=look, language=self.language)
