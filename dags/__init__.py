"""When, never how: Airflow files whose tasks call pipeline.steps."""
