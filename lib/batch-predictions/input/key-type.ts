/** Types of parquet that DuckDB writes as text and reads back as the same value. */
const KEY_TYPE =
  /^(?:BOOLEAN|VARCHAR|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d{1,2},\d{1,2}\)|DATE|TIME|TIMESTAMP(?:_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE|UUID)$/;

export const isKeyType = (type: string) => KEY_TYPE.test(type);
