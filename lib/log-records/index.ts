export { sampleLogFields } from "./fields";
export { writeLogRecords } from "./ingest";
export { logDaysJob } from "./jobs";
export { type LogRecord, type Received, recordOf, recordOfDocument } from "./record";
export { forgetOwnBatches } from "./repository/write";
export { countLogRecords, readLogRecord, searchLogRecords } from "./search";
export { countLogServices } from "./services";
export { type LogTail, openLogTail } from "./tail";
export { levelOfOtel, levelOfWord } from "./values";
