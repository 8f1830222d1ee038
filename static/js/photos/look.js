// What can be seen of a picture without a person: nothing (a finger, the night), or no sharp edge. Only a hint.
const DARK = 28; // mean of 0 to 255
const PALE_PIXEL = 90;
const BLURRED = 12; // mean square of the second difference, on 640 pixels

/** "dark", "blurred" or null. */
export function flawOf(canvas) {
  const { width, height } = canvas;
  const grey = greys(canvas);
  let sum = 0;
  let pale = 0;
  for (const one of grey) {
    sum += one;
    pale += one > PALE_PIXEL ? 1 : 0;
  }
  if (sum / grey.length < DARK && pale / grey.length < 0.02) return "dark";
  return sharpness(grey, width, height) < BLURRED ? "blurred" : null;
}

function greys(canvas) {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const grey = new Float32Array(data.length / 4);
  for (let at = 0; at < grey.length; at += 1) grey[at] = 0.3 * data[at * 4] + 0.59 * data[at * 4 + 1] + 0.11 * data[at * 4 + 2];
  return grey;
}

/** The sharpest ninth of the picture decides: a car against a plain sky is not blurred. */
function sharpness(grey, width, height) {
  const sums = new Float64Array(9);
  const counts = new Uint32Array(9);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const edge = 4 * grey[at] - grey[at - 1] - grey[at + 1] - grey[at - width] - grey[at + width];
      const part = Math.floor((3 * y) / height) * 3 + Math.floor((3 * x) / width);
      sums[part] += edge * edge;
      counts[part] += 1;
    }
  }
  return Math.max(...sums.map((sum, part) => (counts[part] ? sum / counts[part] : 0)));
}
