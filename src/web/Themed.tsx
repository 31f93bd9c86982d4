import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US.js';
import zhCN from 'antd/locale/zh_CN.js';
import type { ReactNode } from 'react';
import { useLanguage } from './text.ts';
import { theme } from './theme.ts';

/** The component library in our colours and the reader's language. Only behind the sign-in: it weighs more than all before it. */
export function Themed({ children }: { children: ReactNode }) {
  const language = useLanguage();
  return (
    <ConfigProvider theme={theme} locale={{ zh: plain(zhCN), en: plain(enUS) }[language]} button={{ autoInsertSpace: false }}>
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}

/** Bundlers disagree with the compiler about where an old-style package keeps its default export. */
function plain<T extends object>(locale: T | { default: T }): T {
  return 'default' in locale ? locale.default : locale;
}
