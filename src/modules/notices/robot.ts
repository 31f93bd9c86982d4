import { createHmac } from 'node:crypto';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import type { RobotKind } from './domain/robot-kind.ts';
import type { DeliveryError } from './tables.ts';

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);
/** A robot's address: https to elsewhere; to this very machine, also by http, only where that is allowed. */
export function robotAddress(text: string, allowLoopback: boolean): string | Refusal {
  const url = URL.canParse(text) ? new URL(text) : null;
  const bad = (reason: string) => refuse('invalid', 'robot.address', { field: 'url', reason });
  if (!url) return bad('unreadable');
  if (url.username || url.password) return bad('credentials');
  if (loopback.has(url.hostname)) return allowLoopback ? url.href : bad('not_https');
  return url.protocol === 'https:' ? url.href : bad('not_https');
}

export type Robot = Readonly<{ kind: RobotKind; url: string; secret: string | null }>;
type Request = Readonly<{ url: string; body: object }>;
const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64');

/** One text as each kind of robot takes it, signed as it asks: 钉钉 in the address by milliseconds, 飞书 in the body by seconds. */
const requestOf: Record<RobotKind, (robot: Robot, text: string, now: Date) => Request> = {
  wecom: ({ url }, content) => ({ url, body: { msgtype: 'text', text: { content } } }),
  dingtalk: ({ url, secret }, content, now) => {
    const signed = new URL(url);
    if (secret) {
      const timestamp = String(now.getTime());
      signed.searchParams.set('timestamp', timestamp);
      signed.searchParams.set('sign', hmac(secret, `${timestamp}\n${secret}`));
    }
    return { url: signed.href, body: { msgtype: 'text', text: { content } } };
  },
  feishu: ({ url, secret }, text, now) => {
    const timestamp = String(Math.floor(now.getTime() / 1000));
    const sign = secret && { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') };
    return { url, body: { ...sign, msg_type: 'text', content: { text } } };
  },
};

const patienceMs = 10_000;
/** Tells a robot; null when it took the text. Only what it answered decides: all three answer 200 also when they refuse. */
export async function tellRobot(robot: Robot, text: string, now: Date): Promise<DeliveryError | null> {
  const { url, body } = requestOf[robot.kind](robot, text, now);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    return judge(answer.status, (await answer.text()).slice(0, 2000));
  } catch (error) {
    const cause = (error as { cause?: { code?: unknown } }).cause?.code ?? (error as Error).name;
    return { code: 'robot.unreachable', details: { reason: String(cause) } };
  }
}

function judge(status: number, text: string): DeliveryError | null {
  const said = parsed(text);
  const answer = said['errcode'] ?? said['code'] ?? said['StatusCode'];
  if (status === 200 && answer === 0) return null;
  const words = String(said['errmsg'] ?? said['msg'] ?? '').slice(0, 200);
  return { code: 'robot.refused', details: { status, answer: String(answer ?? ''), words } };
}
function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
