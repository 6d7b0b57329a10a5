/** To the nearest integer, halves to the even one, as a processor's own rounding does; |value| < 2^51. */
export const roundHalfEven = (value: number) => value + 6755399441055744 - 6755399441055744;
