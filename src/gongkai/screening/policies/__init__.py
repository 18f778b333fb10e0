"""De-identification: which element of whom is kept, masked, replaced by a role word or removed.

``model``
    a policy, read from dated data (``data/policies/*.toml``)
``names``
    the same person has the same mask throughout a document: 张某, 张某甲, 张某乙
``deciding``
    findings and a policy become decisions over spans
``deidentifying``
    a text without what the policy takes out, and the log of every change
``cells``
    statistics without counts so small that they point at a person
"""

from gongkai.screening.policies.cells import suppress
from gongkai.screening.policies.deciding import Change, confirmed
from gongkai.screening.policies.deidentifying import Deidentified, deidentify
from gongkai.screening.policies.model import Action, Policy, policy, policy_names

__all__ = [
    "Action",
    "Change",
    "Deidentified",
    "Policy",
    "confirmed",
    "deidentify",
    "policy",
    "policy_names",
    "suppress",
]
