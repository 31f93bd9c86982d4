import { searchKey } from './name-key.ts';

/** One spelling for an address: half width, no blanks or signs, without the province, prefecture and county that all of a district share. */
export const placeKey = (text: string): string =>
  searchKey(text).replace(
    /^(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,6}?市)?(?:[\u4e00-\u9fff]{1,6}?[区县])?(?=.{4})/,
    '',
  );
