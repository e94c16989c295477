from django.contrib.admin import apps


class AdminConfig(apps.AdminConfig):
    """Django's admin with our door in front of it."""

    default_site = "people.staff.StaffAdminSite"
