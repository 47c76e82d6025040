/** Mantine's theme from the tokens: sizes of a dense product, and the overrides that keep contrast. */
import {
  ActionIcon,
  Badge,
  Button,
  createTheme,
  Input,
  Loader,
  Menu,
  Popover,
  SegmentedControl,
  Skeleton,
  Tooltip,
  type MantineColorsTuple,
} from '@mantine/core';
import { FONT_FAMILY, FONT_MONO, radius } from './tokens.ts';

const accent: MantineColorsTuple = [
  '#f1f0fc',
  '#e0def6',
  '#c4c0ec',
  '#a6a0e2',
  '#8b83da',
  '#6a61d6',
  '#5b52c8',
  '#4f46b8',
  '#433ba3',
  '#362f88',
];
const gray: MantineColorsTuple = [
  '#f7f7f9',
  '#f1f1f5',
  '#e4e4ea',
  '#d3d3db',
  '#b5b5c0',
  '#8a8a97',
  '#5c5c69',
  '#474752',
  '#2f2f38',
  '#1c1c22',
];
const dark: MantineColorsTuple = [
  '#ececf1',
  '#bcbcc7',
  '#a3a3b0',
  '#757583',
  '#3a3a45',
  '#2c2c35',
  '#202027',
  '#18181d',
  '#131318',
  '#0d0d11',
];

export const theme = createTheme({
  colors: { accent, gray, dark },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 5 },
  fontFamily: FONT_FAMILY,
  fontFamilyMonospace: FONT_MONO,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '32px' },
  radius,
  defaultRadius: 'sm',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm', variant: 'default' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 32 } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 500 } }),
    Input: Input.extend({ defaultProps: { size: 'sm' } }),
    Menu: Menu.extend({
      defaultProps: { shadow: 'md', transitionProps: { duration: 120 }, withinPortal: true },
    }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 400,
        transitionProps: { duration: 120 },
        events: { hover: true, focus: true, touch: false },
      },
    }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'sm' } }),
    Loader: Loader.extend({ defaultProps: { size: 'sm' } }),
  },
});
