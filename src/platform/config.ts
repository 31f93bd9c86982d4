import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { refuse } from '../kernel/refusal.ts';

const whole = (least: number, most: number) =>
  z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], `a whole number from ${least} to ${most}`)
    .pipe(z.number().int().min(least).max(most));
const yes = z.union([z.boolean(), z.enum(['true', 'false', '1', '0']).transform((v) => v === 'true' || v === '1')], 'true or false');
const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, 'an address that begins with postgres:// or postgresql://')
  .refine(URL.canParse, 'not an address; a socket folder is written as postgresql://user:password@%2Fvar%2Frun%2Fpostgresql/name');

/** Every setting there is, under the one name it has both in the environment and in the settings file. */
const settings = z.strictObject({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(0, 65_535).default(7600),
  ZHUCHAO_DATA: z.string().min(1).optional(),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  DATABASE_POOL: whole(2, 200).default(8),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_BUCKET: z.string().min(1).optional(),
  S3_KEY: z.string().min(1).optional(),
  S3_SECRET: z.string().min(1).optional(),
  SMTP_HOST: z.string().min(1).optional(),
  SMTP_PORT: whole(1, 65_535).default(465),
  SMTP_MODE: z.enum(['tls', 'starttls', 'plain']).default('tls'),
  SMTP_USER: z.string().min(1).optional(),
  SMTP_PASSWORD: z.string().min(1).optional(),
  SMTP_FROM: z.string().min(3).optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  ROBOT_LOOPBACK: yes.default(false),
  PASSWORD_MIN_LENGTH: whole(8, 64).default(10),
  PASSWORD_MIN_CLASSES: whole(1, 4).default(3),
  PASSWORD_HISTORY: whole(0, 24).default(5),
  PASSWORD_DAYS: whole(0, 3650).default(90),
  SIGN_IN_FAILURES: whole(3, 20).default(5),
  SIGN_IN_LOCK_MINUTES: whole(1, 24 * 60).default(15),
  SESSION_IDLE_MINUTES: whole(1, 24 * 60).default(30),
  SESSION_IDLE_MINUTES_ADMIN: whole(1, 24 * 60).default(15),
  SESSION_HOURS: whole(1, 24 * 30).default(12),
  UPLOAD_LIMIT_MB: whole(1, 2048).default(100),
  EVIDENCE_LIMIT_MB: whole(1, 2048).default(50),
  CLAMD: z
    .string()
    .regex(/^(unix:\/.+|[^:/]+:\d{1,5})$/, 'unix:/path/of/the.socket, or host:port')
    .nullable()
    .default(null),
  TRUST_PROXY: yes.default(false),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});
type Settings = z.infer<typeof settings>;

export type S3Settings = { endpoint: string; region: string; bucket: string; key: string; secret: string };
/** `mode`: TLS from the first byte, TLS after STARTTLS and nothing before it, or none at all (a relay inside the office). */
export type MailSettings = {
  host: string;
  port: number;
  mode: Settings['SMTP_MODE'];
  user: string | null;
  password: string | null;
  from: string;
};
export type Config = {
  host: string;
  port: number;
  /** Everything this installation keeps on disk: embedded database, files, lock. Absolute. */
  dataDir: string;
  databaseUrl: string | null;
  databaseOwnerUrl: string | null;
  databasePool: number;
  /** null keeps files on disk under `dataDir`. */
  s3: S3Settings | null;
  /** null sends no e-mail. */
  mail: MailSettings | null;
  /** How people reach this installation, without a slash at the end: the links of messages begin with it. */
  publicUrl: string | null;
  /** May a group robot be on this very machine? For trying out. */
  robotLoopback: boolean;
  security: {
    /** `days`: 0 means that a password never expires. */
    password: { minLength: number; minClasses: number; history: number; days: number };
    lockout: { failures: number; minutes: number };
    session: { idleMinutes: number; adminIdleMinutes: number; hours: number };
  };
  uploadLimitBytes: number;
  /** Of one file kept as evidence; never above uploadLimitBytes. */
  evidenceLimitBytes: number;
  /** Where the ClamAV daemon listens; null: evidence is kept unscanned and marked so. */
  clamd: string | null;
  /** True only behind a reverse proxy that sets X-Forwarded-For itself. */
  trustProxy: boolean;
  logLevel: Settings['LOG_LEVEL'];
};

type Env = Record<string, string | undefined>;

const invalid = (problems: string[]) => refuse('invalid', 'config.invalid', { problems });

function fromFile(path: string | undefined): Record<string, unknown> {
  if (!path) return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? 'it must hold one JSON object' : String(cause instanceof Error ? cause.message : cause);
    throw invalid([`ZHUCHAO_CONFIG: cannot use ${path}: ${why}`]);
  }
}

// Root gets a place that an unprivileged database process can enter; a home of mode 0700 is not one.
const usualPlace = (env: Env, isRoot: boolean) =>
  isRoot ? '/var/lib/zhuchao' : join(env['XDG_DATA_HOME'] || join(env['HOME'] || homedir(), '.local', 'share'), 'zhuchao');

function s3From(s: Settings): S3Settings | null {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_KEY: key, S3_SECRET: secret } = s;
  if (!endpoint && !bucket && !key && !secret) return null;
  if (endpoint && bucket && key && secret) return { endpoint, region: s.S3_REGION, bucket, key, secret };
  throw invalid(['S3_ENDPOINT, S3_BUCKET, S3_KEY and S3_SECRET go together: set all four or none']);
}

function mailFrom(s: Settings): MailSettings | null {
  const { SMTP_HOST: host, SMTP_FROM: from, SMTP_USER: user = null, SMTP_PASSWORD: password = null } = s;
  if (!host && !from && !user && !password) return null;
  if (!host || !from) throw invalid(['SMTP_HOST and SMTP_FROM go together: set both or neither']);
  return { host, port: s.SMTP_PORT, mode: s.SMTP_MODE, user, password, from };
}

const securityFrom = (s: Settings): Config['security'] => ({
  password: { minLength: s.PASSWORD_MIN_LENGTH, minClasses: s.PASSWORD_MIN_CLASSES, history: s.PASSWORD_HISTORY, days: s.PASSWORD_DAYS },
  lockout: { failures: s.SIGN_IN_FAILURES, minutes: s.SIGN_IN_LOCK_MINUTES },
  session: { idleMinutes: s.SESSION_IDLE_MINUTES, adminIdleMinutes: s.SESSION_IDLE_MINUTES_ADMIN, hours: s.SESSION_HOURS },
});

/**
 * Reads the settings: the environment first, then the JSON file named by ZHUCHAO_CONFIG, then the defaults.
 * Throws `config.invalid` listing every bad setting with what was found and what is expected.
 */
export function loadConfig(env: Env = process.env, isRoot = process.getuid?.() === 0): Config {
  const file = fromFile(env['ZHUCHAO_CONFIG']);
  // An empty variable is how shells and compose files say "not set".
  const set = Object.fromEntries(Object.keys(settings.shape).flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const merged: Record<string, unknown> = { ...file, ...set };
  const parsed = settings.safeParse(merged);
  if (!parsed.success) throw invalid(parsed.error.issues.map((issue) => problem(issue, merged)));
  const s = parsed.data;
  if (s.DATABASE_OWNER_URL && !s.DATABASE_URL) throw invalid(['DATABASE_OWNER_URL: needs DATABASE_URL beside it']);
  return {
    host: s.HOST,
    port: s.PORT,
    dataDir: resolve(s.ZHUCHAO_DATA ?? usualPlace(env, isRoot)),
    databaseUrl: s.DATABASE_URL ?? null,
    databaseOwnerUrl: s.DATABASE_OWNER_URL ?? null,
    databasePool: s.DATABASE_POOL,
    s3: s3From(s),
    mail: mailFrom(s),
    publicUrl: s.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    robotLoopback: s.ROBOT_LOOPBACK,
    security: securityFrom(s),
    uploadLimitBytes: s.UPLOAD_LIMIT_MB * 1024 * 1024,
    evidenceLimitBytes: Math.min(s.EVIDENCE_LIMIT_MB, s.UPLOAD_LIMIT_MB) * 1024 * 1024,
    clamd: s.CLAMD,
    trustProxy: s.TRUST_PROXY,
    logLevel: s.LOG_LEVEL,
  };
}

function problem(issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: no such setting`;
  const name = String(issue.path[0]);
  // A database address or a key may hold a password, which must not reach a log.
  const isSecret = /URL|KEY|SECRET|PASSWORD$/.test(name);
  return `${name}: ${issue.message}${isSecret ? '' : `; found ${JSON.stringify(given[name])}`}`;
}
