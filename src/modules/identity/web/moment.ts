const shanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });
const exact = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' });
/** An instant as the office's clock shows it: '2026-11-20 09:05', with seconds when asked. */
export const momentText = (instant: string, withSeconds = false) => (withSeconds ? exact : shanghai).format(new Date(instant));
