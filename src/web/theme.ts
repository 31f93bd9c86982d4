import type { ThemeConfig } from 'antd';

/** White and grey, one blue for action; red is kept for danger, red lights and what is overdue. Greys are dark enough to read (4.5 : 1). */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1f5fbf',
    // The usual lighter blue under the pointer leaves white words too pale to read.
    colorPrimaryHover: '#17498f',
    colorLink: '#1f5fbf',
    colorInfo: '#1f5fbf',
    colorError: '#c62f2f',
    colorSuccess: '#23773f',
    colorWarning: '#9a6400',
    // Grounds made from such dark colours would be mud.
    colorSuccessBg: '#eff8f1',
    colorSuccessBorder: '#b4d8bf',
    colorWarningBg: '#fff8e8',
    colorWarningBorder: '#ecd39a',
    colorErrorBg: '#fdf3f3',
    colorErrorBorder: '#e5a3a3',
    colorText: '#1f2329',
    colorTextSecondary: '#4b525c',
    colorTextTertiary: '#5f6672',
    colorTextDescription: '#5f6672',
    colorTextPlaceholder: '#6b7280',
    colorTextHeading: '#1f2329',
    colorBgLayout: '#f5f6f8',
    colorBorder: '#c9ced6',
    colorBorderSecondary: '#e4e7ec',
    fontFamily: "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Source Han Sans SC', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif",
    fontSize: 14,
    borderRadius: 4,
    controlHeight: 30,
    // Nothing is waited for; and a movement cut short, as by a busy machine, never leaves a button that still says it is working.
    motion: false,
  },
  components: {
    Table: {
      cellPaddingBlockSM: 5,
      cellPaddingInlineSM: 8,
      headerBg: '#f0f2f5',
      headerColor: '#1f2329',
      rowHoverBg: '#f3f7fd',
      cellFontSizeSM: 14,
    },
    Form: { itemMarginBottom: 16 },
  },
};
