"""One file a panel. Each has ORDER (place on the page) and build(scope) -> Panel, or None when it has no rows."""

import importlib
import pkgutil
from types import ModuleType

from reports.panel import Panel
from reports.scope import Scope


def modules() -> list[ModuleType]:
    """All panel modules of this folder, in page order; found by file name, never by a list."""
    found = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    return sorted(found, key=lambda module: (module.ORDER, module.__name__))


def build_panels(scope: Scope) -> list[Panel]:
    """The panels that have rows, in page order."""
    return [panel for module in modules() if (panel := module.build(scope)) is not None]
