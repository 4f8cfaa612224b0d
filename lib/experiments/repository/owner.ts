/** The name of the person or service account that has this id; null for a part of the installation. */
export const OWNER_NAME = (column: string) =>
  `COALESCE((SELECT u.name FROM user_account u WHERE u.id = ${column}), (SELECT s.name FROM service_account s WHERE s.id = ${column}))`;
