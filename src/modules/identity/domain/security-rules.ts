/** The numbers of signing in. GB/T 22239-2019 names the controls, not the numbers; these are the usual testers' values. */
export type SecurityRules = Readonly<{
  password: Readonly<{ minLength: number; minClasses: number; history: number; /** 0: never expires. */ days: number }>;
  lockout: Readonly<{ failures: number; minutes: number }>;
  session: Readonly<{ idleMinutes: number; adminIdleMinutes: number; hours: number }>;
}>;

export const defaultSecurityRules: SecurityRules = {
  password: { minLength: 10, minClasses: 3, history: 5, days: 90 },
  lockout: { failures: 5, minutes: 15 },
  session: { idleMinutes: 30, adminIdleMinutes: 15, hours: 12 },
};
