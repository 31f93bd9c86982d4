/** The light of a project as its lists show it: 未评 / 绿 / 黄 / 红. Which it is, the room of lights says. */
export const lightColours = ['none', 'green', 'yellow', 'red'] as const;
export type LightColour = (typeof lightColours)[number];
