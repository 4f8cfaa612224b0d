"""MLflow's own client against the serving process."""

from mlflow_flows import run_all
from mlflow_registry import registry
from mlflow_task import in_tasks
from mlflow_training import train_all

run_all()
registry()
train_all()
in_tasks()
