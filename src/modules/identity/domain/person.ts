/** Names for signing in: lower case, so that nobody owns 'Li.Wei' beside 'li.wei'. */
export const loginPattern = /^[a-z0-9][a-z0-9._-]{2,31}$/;
export const loginOf = (typed: string) => typed.normalize('NFKC').trim().toLowerCase();

/** A telephone number as others see it: 138****5678. Short ones are hidden whole. */
export const maskedPhone = (phone: string) => (phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`);
