import { api } from '../../../web/api.ts';
import { forecastContract } from '../contract.ts';

export const forecasts = api(forecastContract);
