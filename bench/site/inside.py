"""The Django of the site that is measured, in a process that its settings were given to."""


def django_of_site():
    import django

    django.setup()
