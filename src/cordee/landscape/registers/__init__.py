"""The lists of the landscape."""

from cordee.landscape.registers.applications import APPLICATIONS
from cordee.landscape.registers.interfaces import INTERFACES
from cordee.landscape.registers.suppliers import SUPPLIERS, SUPPLIES
from cordee.landscape.registers.technologies import TECHNOLOGIES, TECHNOLOGY_USES

REGISTERS = (APPLICATIONS, TECHNOLOGIES, TECHNOLOGY_USES, SUPPLIERS, SUPPLIES, INTERFACES)

__all__ = [
    "APPLICATIONS",
    "INTERFACES",
    "REGISTERS",
    "SUPPLIERS",
    "SUPPLIES",
    "TECHNOLOGIES",
    "TECHNOLOGY_USES",
]
