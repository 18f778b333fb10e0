"""The Django application of agencies."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save

from gongkai.desk.agencies import asking


class AgenciesConfig(AppConfig):
    """Agencies, units, officers (the user model), posts, duties and deputies by date, rules and policies."""

    name = "gongkai.desk.agencies"
    label = "agencies"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        """Whoever changes duties, deputies, officers or units makes all ask anew within the same request."""
        for model in ("Duty", "Deputy", "Officer", "Unit"):
            for signal in (post_save, post_delete):
                signal.connect(asking.forget, sender=self.get_model(model), dispatch_uid=f"rules-{model}")
