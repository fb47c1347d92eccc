"""Addresses of the landscape."""

from cordee.landscape.registers import REGISTERS
from cordee.platform.registers import register_addresses

app_name = "landscape"
urlpatterns = [address for register in REGISTERS for address in register_addresses(register)]
