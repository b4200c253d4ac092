"""What steps of each type take, run and leave behind."""

MINUTES = {
    "Processing": 9, "Training": 24, "Tuning": 95, "Transform": 16, "Callback": 210, "QualityCheck": 7, "ClarifyCheck": 8,
    "EMRServerless": 14,
}
JOBS = {
    "Processing": ("Processing", "processing-job"),
    "Training": ("Training", "training-job"),
    "Transform": ("Transform", "transform-job"),
    "Tuning": ("Tuning", "hyper-parameter-tuning-job"),
    "QualityCheck": ("Processing", "processing-job"),
    "ClarifyCheck": ("Processing", "processing-job"),
}
# What a check calculates, by the API's name.
BASELINES = {
    "QualityCheck": {"CalculatedBaselineConstraints": "constraints.json", "CalculatedBaselineStatistics": "statistics.json"},
    "ClarifyCheck": {"CalculatedBaselineConstraints": "analysis.json"},
}


def references(value):
    """The names of the steps that a part of a definition refers to."""
    if isinstance(value, dict):
        if isinstance(value.get("Get"), str) and value["Get"].startswith("Steps."):
            yield value["Get"].split(".")[1]
        for key, part in value.items():
            if key not in ("IfSteps", "ElseSteps", "ForEachBody"):
                yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)
