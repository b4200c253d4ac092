/** Whether a screen is so narrow that what is beside the content elsewhere is above or below it. */
export const narrow = window.matchMedia('(max-width: 720px)');
