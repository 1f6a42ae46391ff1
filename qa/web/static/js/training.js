/* A playlist: one clip, or all one after the other. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const clips = [...document.querySelectorAll(".clip")];
  const through = document.getElementById("through");
  const label = through ? through.textContent : "";
  const audio = new Audio();
  let current = null, all = false;
  const stop = () => {
    audio.pause();
    if (current) {
      current.classList.remove("current");
      current.querySelector(".hear").textContent = "▶";
    }
    current = null;
    all = false;
    if (through) through.textContent = label;
  };
  const play = (clip, goOn) => {
    stop();
    current = clip;
    all = goOn;
    clip.classList.add("current");
    clip.querySelector(".hear").textContent = "❚❚";
    if (goOn) through.textContent = through.dataset.stop;
    if (audio.getAttribute("src") !== clip.dataset.sound) audio.src = clip.dataset.sound;
    audio.currentTime = Number(clip.dataset.start);
    audio.play().catch(stop);
  };
  const ended = () => {
    const next = all ? clips[clips.indexOf(current) + 1] : null;
    if (next) play(next, true); else stop();
  };
  audio.addEventListener("timeupdate", () => {
    if (current && audio.currentTime >= Number(current.dataset.end)) ended();
  });
  audio.addEventListener("ended", () => { if (current) ended(); });
  for (const clip of clips) clip.querySelector(".hear").addEventListener("click", () => clip === current ? stop() : play(clip, false));
  if (through) through.addEventListener("click", () => all ? stop() : play(clips[0], true));
});
