/** Developer guide, "Creating the user import .csv file" and "Quotas in Amazon Cognito". */
export const MOST_JOBS = 1_000;
export const MOST_BYTES = 100 * 1024 * 1024;
export const MOST_ROWS = 500_000;
/** Characters in a row. */
export const LONGEST_ROW = 16_000;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How long a file may be uploaded. */
export const UPLOAD_TIME = 15 * MINUTE;
/** A job that is not started by then expires. */
export const START_TIME = DAY;
export const LOG_KEPT = 30 * DAY;
/** How long a URL that an answer shows opens the log. */
export const LOG_URL_TIME = 60 * MINUTE;
