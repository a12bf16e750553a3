import type { Client } from 'pg'

/**
 * What SQLite has and PostgreSQL names otherwise, under SQLite's names, so that the engine says each question once. JSON values come as
 * `jsonb`, whose numbers and texts order as they do in SQLite: numbers by size before texts by their bytes. What the disk made into no date or
 * number is nothing here, too, as one such cell must fail no list; nor is a number that no float holds.
 */
const FUNCTIONS = `
create or replace function instr(text, text) returns integer language sql immutable strict parallel safe
  as $$ select strpos($1, $2) $$;
create or replace function lower(jsonb) returns text language sql immutable strict parallel safe
  as $$ select lower($1 #>> '{}') $$;
create or replace function json_valid(text) returns boolean language sql immutable strict parallel safe as $$ select $1 is json $$;
create or replace function json_valid(jsonb) returns boolean language sql immutable strict parallel safe as $$ select true $$;
create or replace function json_each(text) returns table (value jsonb) language sql immutable strict parallel safe
  as $$ select jsonb_array_elements(case when jsonb_typeof($1::jsonb) = 'array' then $1::jsonb else '[]' end) $$;
create or replace function json_extract(text, text) returns jsonb language sql immutable strict parallel safe
  as $$ select case jsonb_typeof(v) when 'boolean' then to_jsonb((v::boolean)::integer) when 'null' then null else v end
    from jsonb_extract_path($1::jsonb, substr($2, 3)) v $$;
create or replace function json_type(text, text) returns text language sql immutable strict parallel safe
  as $$ select case jsonb_typeof(v) when 'number' then case when abs((v #>> '{}')::numeric) < 1e300 then 'real' else 'text' end
    else jsonb_typeof(v) end from jsonb_extract_path($1::jsonb, substr($2, 3)) v $$;
create or replace function datetime(text, text) returns text language sql immutable strict parallel safe
  as $$ select case when pg_input_is_valid($1, 'timestamptz')
    then to_char(($1::timestamptz at time zone 'UTC') + $2::interval, 'YYYY-MM-DD HH24:MI:SS') end $$;
create or replace function datetime(jsonb, text) returns text language sql immutable strict parallel safe
  as $$ select datetime($1 #>> '{}', $2) $$;
create or replace function substr(jsonb, integer, integer) returns text language sql immutable strict parallel safe
  as $$ select substr($1 #>> '{}', $2, $3) $$;
create or replace function julianday(text) returns double precision language sql immutable strict parallel safe
  as $$ select case when pg_input_is_valid(case when $1 like '%Z' then $1 else $1 || 'Z' end, 'timestamptz')
    then extract(epoch from (case when $1 like '%Z' then $1 else $1 || 'Z' end)::timestamptz)::double precision / 86400 + 2440587.5 end $$;
create or replace function min(bigint, bigint) returns bigint language sql immutable strict parallel safe as $$ select least($1, $2) $$;
create or replace function max(bigint, bigint) returns bigint language sql immutable strict parallel safe as $$ select greatest($1, $2) $$;
create or replace function equals(jsonb, text) returns boolean language sql immutable strict parallel safe
  as $$ select $1 = to_jsonb($2) $$;
create or replace function equals(text, jsonb) returns boolean language sql immutable strict parallel safe
  as $$ select to_jsonb($1) = $2 $$;
create or replace function as_json_list(bigint[]) returns text language sql immutable parallel safe
  as $$ select coalesce(to_json($1)::text, '[]') $$;
do $$ begin
  if to_regoperator('=(jsonb,text)') is null then
    create operator = (leftarg = jsonb, rightarg = text, function = equals);
    create operator = (leftarg = text, rightarg = jsonb, function = equals);
  end if;
  if to_regprocedure('json_group_array(bigint)') is null then
    create aggregate json_group_array(bigint) (sfunc = array_append, stype = bigint[], initcond = '{}', finalfunc = as_json_list);
  end if;
end $$;
`

/** Makes the functions in the database's first schema; those that are there are replaced. */
export async function createFunctions(client: Pick<Client, 'query'>): Promise<void> {
  await client.query(FUNCTIONS)
}
