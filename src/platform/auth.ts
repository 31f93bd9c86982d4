import { createHash, randomBytes, randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Secret, TOTP } from 'otpauth';

/** argon2id with the parameters of OWASP (19 MiB, 2 passes), off the event loop. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'));

let decoy: Promise<string> | undefined;
/** Is it the password? Without a hash the same work is done for nothing, so that time does not tell which names exist. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString('hex'));
  const matches = await verify(stored ?? (await decoy), password.normalize('NFC'));
  return matches && stored !== null;
}

/** 256 random bits for a cookie; only `sha256` of it is ever stored. */
export const newToken = () => randomBytes(32).toString('base64url');
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const alphabets = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789'];
/** A password to be read out once and changed at once: no letters that look alike, e.g. "Kf7m-Qx2p-Tb9w". */
export function oneTimePassword(): string {
  const pick = (from: string) => from[randomInt(from.length)]!;
  const group = () => [1, 0, 2, randomInt(3)].map((i) => pick(alphabets[i]!)).join('');
  return [group(), group(), group()].join('-');
}

const period = 30;
const totp = (secret: string, login = '') =>
  new TOTP({ issuer: '筑巢', label: login || 'zhuchao', secret: Secret.fromBase32(secret), period });
/** A new secret for an authenticator app, in base32. */
export const newTotpSecret = () => new Secret({ size: 20 }).base32;
/** What an authenticator app reads to enrol. */
export const totpUri = (secret: string, login: string) => totp(secret, login).toString();
export const totpCode = (secret: string, now: Date) => totp(secret).generate({ timestamp: now.getTime() });

/** The time step that a six-digit code belongs to (now, or one step either way, RFC 6238), or null when it is wrong. */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totp(secret).validate({ token: code, timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1000 / period) + delta;
}
