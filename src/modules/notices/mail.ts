import type { MailSettings } from '../../platform/config.ts';
import type { DeliveryError } from './tables.ts';

const patienceMs = 15_000;
type Mail = Readonly<{ to: string; subject: string; text: string }>;

/** Sends one plain-text mail; null when the server took it. */
export async function sendMail({ host, port, mode, user, password, from }: MailSettings, mail: Mail): Promise<DeliveryError | null> {
  // An installation without mail never loads it.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host,
    port,
    secure: mode === 'tls',
    requireTLS: mode === 'starttls',
    ignoreTLS: mode === 'plain',
    ...(user && { auth: { user, pass: password ?? '' } }),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    // The text is ours; nothing in it is a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ from, ...mail });
    return null;
  } catch (error) {
    const { code, responseCode, response } = error as { code?: string; responseCode?: number; response?: string };
    const answered = responseCode !== undefined;
    const details = answered ? { answer: String(responseCode), words: (response ?? '').slice(0, 200) } : { reason: code ?? 'unknown' };
    return { code: answered ? 'mail.refused' : 'mail.unreachable', details };
  } finally {
    transport.close();
  }
}
