/** Time of a multiplication, and of an epoch beside them, in microseconds. */
export const PRODUCT_US = 5e-4;
const OVERHEAD_US = 1;
/** Work between two pauses, where a screen is to go on. */
const PIECE_US = 1e4;

/** About how long an epoch takes that does so many multiplications, in microseconds. */
export const epochUs = (products: number): number => OVERHEAD_US + products * PRODUCT_US;

/** Epochs between two pauses, where one does so many multiplications. */
export const epochsOfPiece = (products: number): number =>
  Math.max(1, Math.floor(PIECE_US / epochUs(products)));
