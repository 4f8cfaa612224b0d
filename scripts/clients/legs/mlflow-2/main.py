"""MLflow's own client against the serving process."""

from mlflow_flows import run_all
from mlflow_registry import registry

run_all()
registry()
