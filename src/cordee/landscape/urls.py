"""Addresses of the applications."""

from cordee.landscape.registers import APPLICATIONS
from cordee.platform.registers import register_addresses

app_name = "landscape"
urlpatterns = register_addresses(APPLICATIONS)
