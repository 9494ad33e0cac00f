/**
 * The words of the frame around the pictures. What belongs to an experiment (names, ranges, labels) comes from the core.
 */
const WORDS = {
  en: {
    play: "Play", pause: "Pause", step: "One step", ten: "Ten steps", back: "One step back", rewind: "Back to the start",
    progress: "Progress", speed: "Speed", perSecond: "steps/s", restart: "New start", restartLong: "New random initialization",
    more: "More", rules: "The newest step of each descent", controls: "Controls", pictures: "Pictures", transport: "Animation",
    loading: "Loading the figure…", failed: "The figure could not be loaded; it needs WebAssembly and a connection.", retry: "Try again",
    damaged: "Part of the link or attribute was not understood; defaults stand in for it.", dismiss: "Dismiss", stable: "limit",
    program: "Program",
  },
  zh: {
    play: "播放", pause: "暂停", step: "走一步", ten: "走十步", back: "退一步", rewind: "回到起点",
    progress: "进度", speed: "速度", perSecond: "步／秒", restart: "换个起点", restartLong: "重新随机初始化",
    more: "更多", rules: "各个下降最新的一步", controls: "控件", pictures: "图", transport: "动画",
    loading: "正在载入……", failed: "图没能载入：它需要 WebAssembly，也需要网络连接。", retry: "重试",
    damaged: "链接或属性中有一部分无法理解，已用默认值代替。", dismiss: "知道了", stable: "上限",
    program: "程序",
  },
};

/** @typedef {keyof typeof WORDS.en} Word */

/**
 * @param {string} language  a BCP 47 tag
 * @returns {Record<Word, string>}
 */
export function words(language) {
  return /^zh\b/i.test(language) ? WORDS.zh : WORDS.en;
}
