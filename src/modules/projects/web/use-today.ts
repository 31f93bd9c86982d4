import { useState } from 'react';
import { dayOf } from '../../../kernel/day.ts';

/** The business day on which a form was opened. */
export const useToday = () => useState(() => dayOf(new Date()))[0];
