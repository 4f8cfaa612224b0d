"""MLflow's own client against the serving process."""

from mlflow_flows import run_all

run_all()
