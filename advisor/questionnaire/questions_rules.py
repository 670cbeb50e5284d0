"""The questions about the data, the money, where it may run, and what control and governance demand."""

from __future__ import annotations

from typing import Final

from advisor.questionnaire import labels
from advisor.questionnaire.question import FormSection, Question

Q = Question

DATA: Final = FormSection(
    "data",
    "The data",
    "The law and the policy of your house come before any preference; unknown policies fail closed.",
    (
        Q(
            "data.classification",
            "Sensitivity of the data",
            "Restricted data goes only where nothing is kept and nobody trains on it.",
            "choice",
            labels.DATA_CLASSES,
            essential=True,
        ),
        Q(
            "data.personal_data",
            "Personal data",
            "Brings the duties of data-protection law into the report.",
            "yes_no",
            essential=True,
        ),
        Q("data.health_data", "Health data", "A special category: stricter duties and certifications.", "yes_no"),
        Q(
            "data.residency",
            "Must be processed in",
            "An offer that cannot be pinned to one of these zones is out; empty sets no limit.",
            "choices",
            labels.ZONES,
        ),
        Q(
            "data.jurisdictions",
            "Countries whose law applies",
            "Two-letter country codes, such as DE or US; named in the risk section.",
            "codes",
            {},
        ),
        Q(
            "data.no_training",
            "Nobody may train on our data",
            "Providers whose policy trains, or is unknown, are out.",
            "yes_no",
        ),
        Q(
            "data.max_retention_days",
            "Longest retention at the provider",
            "0 asks for zero retention; empty sets no limit.",
            "optional_number",
            unit="days",
        ),
        Q(
            "data.certifications",
            "Certifications demanded",
            "A provider that does not show one of these is out.",
            "choices",
            labels.CERTIFICATIONS,
        ),
    ),
)

MONEY: Final = FormSection(
    "money",
    "Budget and hosting",
    "Where it may run, who would run it, and what it may cost.",
    (
        Q(
            "budget.monthly_cap",
            "Most it may cost per month",
            "Above it an alternative is out; it also anchors the cost scale. Empty sets no limit.",
            "optional_number",
            essential=True,
            step=500,
        ),
        Q("budget.currency", "Currency", "Three letters, such as USD or EUR.", "text"),
        Q(
            "budget.usd_per_unit",
            "US dollars per unit of that currency",
            "Prices in the catalog are US dollars; the rate is printed with the result.",
            "number",
            step=0.01,
        ),
        Q("budget.horizon_months", "Horizon", "Over which purchases are spread.", "integer", unit="months", step=12),
        Q(
            "hosting.allowed",
            "Where may it run?",
            "Rules ways of hosting in or out before anything is weighed.",
            "choices",
            labels.DEPLOYMENT_KINDS,
            essential=True,
        ),
        Q(
            "hosting.operations_skills",
            "Skills to run GPU servers",
            "Self-hosting without people who can run it is a risk.",
            "choice",
            labels.SKILLS,
            essential=True,
        ),
        Q("hosting.air_gapped", "No network at all", "Only what runs on site qualifies.", "yes_no"),
        Q(
            "hosting.country",
            "Country of your own servers",
            "Sets the price of electricity, its carbon intensity, and whether hardware needs an export licence (two "
            "letters).",
            "text",
        ),
        Q(
            "hosting.high_availability",
            "A server may fail",
            "One server more than the load asks for, so that the service survives the failure of one.",
            "yes_no",
        ),
        Q(
            "hosting.managed_service",
            "A managed service runs the GPU servers",
            "Without skills of your own, GPU servers are out unless somebody is paid to run them.",
            "yes_no",
        ),
        Q(
            "hosting.second_site",
            "A site may fail",
            "Own servers stand at two sites, each of which carries the whole load.",
            "yes_no",
        ),
        Q(
            "hosting.service_hours",
            "When the service must be watched",
            "Decides how many people own servers and rented GPUs take at the least.",
            "choice",
            labels.SERVICE_HOURS,
        ),
        Q(
            "hosting.hardware_given",
            "GPUs you own that it must run on",
            "For the edge no other kind is then bought, more of the same may be; beside own servers nothing is.",
            "choice",
            labels.HARDWARE_GIVEN,
        ),
        Q(
            "hosting.team.people",
            "People who run servers today",
            "Full-time equivalents who could take this on; they are shown apart and not paid twice.",
            "optional_number",
            unit="people",
            empty="not stated",
        ),
        Q("hosting.team.on_call", "They are on call today", "A rota around the clock exists already.", "yes_no"),
        Q(
            "hosting.team.count_existing",
            "Count their time as a cost",
            "Then it stands in every plan and against the cap.",
            "yes_no",
        ),
        Q(
            "hosting.edge_devices",
            "Devices at the edge",
            "The load is spread over so many devices, each of which is bought and looked after.",
            "integer",
            unit="devices",
        ),
    ),
)

GOVERNANCE: Final = FormSection(
    "governance",
    "Control and governance",
    "How far you must be able to change, inspect and defend the model.",
    (
        Q(
            "customisation.fine_tuning",
            "Fine-tuning",
            "Needs weights or a tuning service.",
            "choice",
            labels.FINE_TUNING,
        ),
        Q(
            "customisation.weights_access_required",
            "We must hold the weights",
            "Only open-weights models qualify.",
            "yes_no",
        ),
        Q(
            "licence.open_source_required",
            "Open-source licence required",
            "Community licences with usage thresholds are out.",
            "yes_no",
        ),
        Q(
            "licence.commercial_use",
            "Commercial use",
            "Research licences forbid it; they are out when you run the weights for business.",
            "yes_no",
        ),
        Q(
            "licence.redistribution",
            "We will ship the model to others",
            "Some licences forbid redistribution.",
            "yes_no",
        ),
        Q(
            "licence.monthly_users",
            "Monthly users of your product",
            "Several community licences end at a threshold of users.",
            "optional_number",
            unit="users",
            empty="not given",
        ),
        Q(
            "licence.annual_revenue_usd",
            "Annual revenue",
            "Some licences end at a threshold of revenue.",
            "optional_number",
            unit="USD",
            empty="not given",
        ),
        Q(
            "governance.eu_ai_act_risk",
            "Risk class under the EU AI Act",
            "Decides the duties listed in the report.",
            "choice",
            labels.AI_ACT,
        ),
        Q(
            "governance.sector",
            "Sector",
            "In the public sector, defence, health and finance the origin of a model is always named and judged.",
            "choice",
            labels.SECTORS,
        ),
        Q(
            "origin.countries_excluded",
            "Models must not come from",
            "Two-letter codes, such as CN or US. Counts for the vendor's seat and for the company above it; a vendor "
            "whose seat nobody states is out then too.",
            "codes",
            {},
        ),
        Q(
            "origin.countries_preferred",
            "Models should come from",
            "Two-letter codes, such as FR or DE. Models from there gain a few points (criterion Preferred origin); "
            "nothing is ruled out.",
            "codes",
            {},
        ),
        Q(
            "origin.weights_may_run_elsewhere",
            "Weights from excluded seats may run elsewhere",
            "Where you exclude providers of a country and the data is confidential or restricted, its models are out "
            "too; with this, their open weights may run at other providers or on your own servers.",
            "yes_no",
        ),
        Q(
            "governance.migration_notice_months",
            "A change of model takes",
            "What its provider shuts down sooner than that is out; what ends later is a migration to plan for.",
            "integer",
            unit="months",
        ),
        Q(
            "governance.indemnification_required",
            "Vendor must indemnify us",
            "Protects against copyright claims over output.",
            "yes_no",
        ),
        Q(
            "governance.allow_preview_models",
            "Preview models are acceptable",
            "Previews change or vanish without notice.",
            "yes_no",
        ),
        Q(
            "governance.allow_unknown_price_conflicts",
            "Prices on which sources disagree are acceptable",
            "Otherwise an offer with such a price is out; with it, it carries a warning.",
            "yes_no",
        ),
        Q(
            "governance.review_months",
            "Review the decision after",
            "Prices and models move; the review date is printed.",
            "integer",
            unit="months",
        ),
    ),
)
