import type { SqlRequest } from '../api/types';

/** What somebody has typed and not yet asked. */
export interface Draft {
  sql: string;
  /** Empty to have it detected. */
  dialect: string;
  catalog: string;
  schema: string;
  /** The columns of tables, as the text of JSON. */
  columns: string;
  collapse: boolean;
}

export const EMPTY: Draft = { sql: '', dialect: '', catalog: '', schema: '', columns: '', collapse: true };

export const DIALECTS = [
  'athena',
  'trino',
  'spark',
  'databricks',
  'hive',
  'redshift',
  'snowflake',
  'postgres',
  'bigquery',
  'mysql',
  'duckdb',
  'tsql',
  'oracle',
  'sqlite',
  'clickhouse',
  'teradata',
  'db2',
  'ansi',
] as const;

export type TableColumns = NonNullable<SqlRequest['schemas']>;

/** Why a text does not say what columns tables have. */
export type ColumnsFault =
  | { reason: 'json'; message: string }
  | { reason: 'object' }
  | { reason: 'table'; table: string };

/** What a text says of the columns of tables. An empty one says nothing, which is fine. */
export function readColumns(text: string): { value: TableColumns } | { fault: ColumnsFault } {
  if (!text.trim()) return { value: {} };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { fault: { reason: 'json', message: error instanceof Error ? error.message : String(error) } };
  }
  if (!isRecord(value)) return { fault: { reason: 'object' } };
  for (const [table, columns] of Object.entries(value)) {
    const names = Array.isArray(columns) ? columns : isRecord(columns) ? Object.values(columns) : [null];
    if (!names.every((name) => typeof name === 'string')) return { fault: { reason: 'table', table } };
  }
  return { value: value as TableColumns };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The question that a draft asks; what is left empty is not in it. */
export function requestOf(draft: Draft, schemas: TableColumns): SqlRequest {
  const catalog = draft.catalog.trim();
  const schema = draft.schema.trim();
  return {
    sql: draft.sql,
    collapseTemporary: draft.collapse,
    ...(draft.dialect && { dialect: draft.dialect }),
    ...(catalog && { defaultCatalog: catalog }),
    ...(schema && { defaultSchema: schema }),
    ...(Object.keys(schemas).length > 0 && { schemas }),
  };
}

/** A job as they are written for Athena: raw tables are joined and summed up, and a report is fed by the result. */
export const EXAMPLE: Draft = {
  ...EMPTY,
  dialect: 'athena',
  columns: JSON.stringify(
    {
      'raw.orders': ['order_id', 'customer_id', 'status', 'amount', 'currency', 'ordered_at'],
      'raw.customers': { customer_id: 'bigint', email: 'varchar', country: 'varchar', segment: 'varchar' },
      'report.revenue': ['day', 'country', 'revenue', 'orders', 'loaded_by'],
    },
    null,
    2,
  ),
  sql: `-- What each customer spent on each day
CREATE TABLE mart.customer_daily
WITH (format = 'PARQUET', external_location = 's3://example-mart/customer_daily/') AS
WITH paid AS (
  SELECT order_id, customer_id, amount * 1.1 AS amount_with_tax, date(ordered_at) AS day
  FROM raw.orders
  WHERE status = 'PAID'
)
SELECT
  p.day,
  c.country,
  c.segment,
  sha256(to_utf8(c.email)) AS email_hash,
  count(p.order_id) AS orders,
  sum(p.amount_with_tax) AS amount
FROM paid p
JOIN raw.customers c ON c.customer_id = p.customer_id
GROUP BY 1, 2, 3, 4;

-- The report of each country
INSERT INTO report.revenue
SELECT
  day,
  upper(country) AS country,
  sum(amount) AS revenue,
  sum(CASE WHEN segment = 'B2B' THEN orders ELSE 0 END) AS orders,
  'nightly' AS loaded_by
FROM mart.customer_daily
GROUP BY day, country;
`,
};
