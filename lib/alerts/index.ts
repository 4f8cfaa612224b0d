/**
 * Owns rules over what endpoints answer and are asked: when they are looked at, their states, and whom a change is told. Refuses to
 * measure: that is what the domains below do.
 */
export { alertsJob } from "./jobs";
export { changeAlert, createAlert, deleteAlert, getAlert, listAlerts, listAlertsOf } from "./rules";
