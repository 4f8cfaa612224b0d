/** Every text of the command line; words-ko.ts has the same keys and values. */
export const EN = {
  about: "gwanje, the command line of a Gwanje installation",
  usage: "Usage: {usage}",
  commands: "Commands",
  options: "Options",
  help_hint: "gwanje <command> --help says what a command takes.",
  exit_codes:
    "Exit codes: 0 all of it is done, 1 it failed, 2 the command was wrong, 3 it is done but not everything came, 130 it was interrupted.",
  status_about: "Which server this speaks to, and as whom",
  import_about:
    "Bring experiments, runs, metrics, artifacts and the registry from MLflow, ids and times kept",
  export_about: "Copy the same from here into an official MLflow server",
  repair_about: "Restore the online features after Redis has lost them, from the files of the views",

  option_url: "Address of Gwanje; else GWANJE_URL, else http://localhost:3000",
  option_token_file: "File with an API token; else GWANJE_TOKEN",
  option_token:
    "The API token itself. Others on this machine see it in the list of processes: use GWANJE_TOKEN",
  option_help: "Show this",
  option_from: "Address of the MLflow server, or the folder of a file: store (mlruns)",
  option_from_token_file:
    "File with a token for that server; else MLFLOW_TRACKING_TOKEN, or _USERNAME and _PASSWORD",
  option_from_token: "The token itself. Others on this machine see it in the list of processes",
  option_source: "Name under which its experiments are remembered here; the address unless given",
  option_experiment: "Only experiments of this name; may be repeated",
  option_no_artifacts: "Leave files behind",
  option_no_registry: "Leave registered models behind",
  option_full: "Look at every run again, also those that an earlier import brought whole",
  option_parallel: "Runs at once, 1 to 16 (4 unless given)",
  option_view: "Only this feature view; may be repeated",
  option_to: "Address of the MLflow server",
  option_to_token_file:
    "File with a token for that server; else MLFLOW_TRACKING_TOKEN, or _USERNAME and _PASSWORD",
  option_to_token: "The token itself. Others on this machine see it in the list of processes",

  unknown_command: "There is no command “{given}”. Commands: {known}.",
  unknown_option: "{option} is no option of `gwanje {command}`. Run `gwanje {command} --help`.",
  wrong_option: "{option}: {problem}. Run `gwanje {command} --help`.",
  surplus: "“{given}” is not expected here. Run `gwanje {command} --help`.",
  needs_value: "needs a value",
  takes_no_value: "takes no value",
  missing_option: "is missing",
  bad_url: "“{given}” is no address; write it as http://localhost:3000",
  bad_number: "“{given}” is not a number from {least} to {most}",
  no_folder: "“{given}” is neither an address nor a folder",
  no_store: "“{given}” is a folder but no file: store: no experiment in it has a meta.yaml",
  no_file: "“{given}” cannot be read: {problem}",
  empty_file: "“{given}” is empty",
  visible_token:
    "A token on the command line is visible to others on this machine; prefer GWANJE_TOKEN or a file.",
  no_token:
    "No API token. Make one in Settings > API tokens of {url} and set GWANJE_TOKEN, or write it to a file and give --token-file.",
  unreachable: "{url} does not answer: {problem}. Is it running, and is --url (GWANJE_URL) right?",
  unreachable_mlflow:
    "{url} does not answer: {problem}. Is the MLflow server running, and is its address right?",
  unauthenticated: "{url} does not take the token: {problem}",
  missing_scopes:
    "The token lacks the scope {scopes}. Make one that has it in Settings > API tokens; imports are for admins.",
  not_ours: "{url} is no Gwanje: {problem}",
  not_mlflow: "{url} is no MLflow server: {problem}",
  interrupted: "Interrupted. Start the same command again: it goes on where it stopped.",
  failed: "It failed: {problem}",

  status_server: "Server   {url}",
  status_version: "API      version {version}",
  status_actor: "You are  {name} ({role})",
  status_scopes: "Scopes   {scopes}",
  no_role: "no role",
  none: "none",

  stage_experiments: "experiments",
  stage_runs: "runs",
  progress: "{stage}: {done} of {total} ({detail})",
  detail: "{points} points, {files} files, {size}",
  import_begins: "Import of {from} into {to}",
  export_begins: "Export of {from} into {to}",
  report_came:
    "Experiments {experiments}, runs {runs} ({unchanged} of them were here whole already), points {points}, files {files} ({size}), logged models {models}, registered models {registered} with {versions} versions.",
  report_written:
    "Experiments {experiments}, runs {runs} ({unchanged} of them were there already), points {points}, files {files} ({size}), logged models {models}, registered models {registered} with {versions} versions.",
  report_whole: "Everything came.",
  report_problems: "{count} things could not come:",
  report_more: "... and {count} more",
  mapped_id: "Experiment {source_id} “{name}” is {experiment_id} here: its number was taken.",
  mapped_name:
    "Experiment {source_id} “{name}” goes into experiment {experiment_id}, which has its name here.",

  repair_nothing: "There are no feature views.",
  repair_begins: "{view}: is materialised again",
  repair_done: "{view}: {rows} entities are back",
  repair_failed: "{view}: not restored: {problem}",
  repair_lost: "{view}: has no data source. All of its rows have to be written again.",
  repair_pushes: "{view}: what was pushed and is in no file has to be pushed again.",
} as const;
