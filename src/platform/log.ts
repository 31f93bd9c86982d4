import { destination, type DestinationStream, pino } from 'pino';
import { requestScope } from './command.ts';

/** What the platform asks of a log; the server's own logger is one. */
export type Log = Record<'info' | 'warn' | 'error', (details: Record<string, unknown>, message: string) => void>;

/** A log for work that has no reader. */
export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

const secrets = ['password', 'secret', 'token', 'cookie', 'authorization', '["set-cookie"]'];

/**
 * One JSON object a line on standard error, with the id of the request it belongs to.
 * Standard output stays free for what a command was asked to print.
 */
export const createLog = (level: string, to: DestinationStream = destination({ dest: 2, sync: true })) =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => requestScope.getStore() ?? {},
      redact: {
        paths: secrets.flatMap((s) => [s, `*${s.startsWith('[') ? s : `.${s}`}`, `*.*${s.startsWith('[') ? s : `.${s}`}`]),
        censor: '***',
      },
    },
    to,
  );
