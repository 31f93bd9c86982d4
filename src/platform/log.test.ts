import { describe, expect, it } from 'vitest';
import { requestScope } from './command.ts';
import { createLog, type Log } from './log.ts';

function logOf(say: (log: Log) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  say(createLog('info', { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('is one JSON object a line, with the id of the request it belongs to', () => {
    const [inside, outside] = logOf((log) => {
      requestScope.run({ requestId: 'r-1' }, () => log.info({ rows: 3 }, 'imported'));
      log.warn({}, 'later');
    });
    expect(inside).toMatchObject({ level: 'info', requestId: 'r-1', rows: 3, msg: 'imported' });
    expect(outside).not.toHaveProperty('requestId');
    expect(Date.parse(String(inside?.['time']))).toBeGreaterThan(0);
  });

  it('never holds a password, a secret, a token or a cookie', () => {
    const headers = { cookie: 'hush', 'set-cookie': 'hush', authorization: 'hush' };
    const said = logOf((log) =>
      log.error({ password: 'hush', body: { password: 'hush', token: 'hush' }, req: { headers }, s3: { secret: 'hush' } }, 'x'),
    );
    expect(JSON.stringify(said)).not.toContain('hush');
  });
});
