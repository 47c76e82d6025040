import 'react';

declare module 'react' {
  /** Custom properties in `style`: how a component hands a colour or a width to its stylesheet. */
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}
