/* One call: the waveform with what was found in it, the word that is being said, and the keys. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const $ = (id) => document.getElementById(id);
  const player = $("player");
  const marks = JSON.parse($("marks").textContent);
  const seconds = Number(player.dataset.seconds);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const clock = (at) => {
    const whole = Math.floor(at), h = Math.floor(whole / 3600), m = Math.floor(whole / 60) % 60;
    const two = (n) => String(n).padStart(2, "0");
    return (h ? h + ":" : "") + two(m) + ":" + two(whole % 60);
  };
  const audio = new Audio();
  audio.preload = "none";
  audio.src = player.dataset.sound;
  audio.preservesPitch = true;

  /* The sound. A stretch that was asked for ends by itself. */
  let until = null;
  const seek = (at, end = null, play = true) => {
    audio.currentTime = Math.max(0, Math.min(at, seconds));
    until = end;
    show(audio.currentTime);
    if (wave) wave.setTime(audio.currentTime);
    if (play) audio.play().catch(() => broken());
  };
  const toggle = () => {
    until = null;
    if (audio.paused) audio.play().catch(() => broken()); else audio.pause();
  };
  const broken = () => {
    if (audio.error) player.querySelector(".note").hidden = false;
  };
  const rates = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5];
  const faster = (step) => {
    const at = rates.indexOf(audio.playbackRate);
    audio.playbackRate = rates[Math.max(0, Math.min(rates.length - 1, (at < 0 ? 2 : at) + step))];
    $("speed").textContent = audio.playbackRate + "×";
  };

  /* Words, turns and findings by time. */
  const words = [...document.querySelectorAll(".w")].map((el) => ({ el, s: Number(el.dataset.s), e: Number(el.dataset.e) }));
  words.sort((a, b) => a.s - b.s);
  const turns = [...document.querySelectorAll(".turn")];
  const stops = [...document.querySelectorAll("#scorecard [data-finding]")];
  let lit = [], currentTurn = null, currentStop = -1;
  const firstAfter = (at) => {
    let low = 0, high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle].s <= at) low = middle + 1; else high = middle;
    }
    return low;
  };
  const into = (el) => {
    const box = el.closest(".scroll");
    if (!box) return;
    const a = el.getBoundingClientRect(), b = box.getBoundingClientRect();
    if (a.top < b.top + 48 || a.bottom > b.bottom - 24) box.scrollTop += a.top - b.top - box.clientHeight / 3;
  };
  const show = (at) => {
    $("now").textContent = clock(at);
    for (const el of lit) el.classList.remove("spoken");
    lit = [];
    for (let i = firstAfter(at) - 1, back = 0; i >= 0 && back < 40; i--, back++) {
      if (at < words[i].e) lit.push(words[i].el);
    }
    for (const el of lit) el.classList.add("spoken");
    const turn = lit.length ? lit[0].closest(".turn") : turns.filter((t) => Number(t.dataset.start) <= at).pop();
    if (turn && turn !== currentTurn) {
      if (currentTurn) currentTurn.classList.remove("current");
      currentTurn = turn;
      turn.classList.add("current");
      into(turn);
    }
  };
  const frame = () => {
    if (until !== null && audio.currentTime >= until + 0.15) {
      audio.pause();
      until = null;
    }
    show(audio.currentTime);
    if (!audio.paused) requestAnimationFrame(frame);
  };
  audio.addEventListener("play", () => {
    $("play").textContent = "❚❚";
    $("play").setAttribute("aria-label", player.dataset.pause);
    requestAnimationFrame(frame);
  });
  audio.addEventListener("pause", () => {
    $("play").textContent = "▶";
    $("play").setAttribute("aria-label", player.dataset.play);
  });
  audio.addEventListener("error", broken);

  /* The waveform: drawn from its outline, so that no sound is fetched before somebody listens. */
  let wave = null;
  const hatch = (kind) => ({
    silence: `repeating-linear-gradient(45deg, ${colour("--hatch")} 0 2px, transparent 2px 6px)`,
    hold: `repeating-linear-gradient(90deg, ${colour("--hatch")} 0 2px, transparent 2px 5px)`,
    overlap: `repeating-linear-gradient(-45deg, ${colour("--missed")} 0 1px, transparent 1px 4px)`,
  }[kind]);
  const draw = (outline) => {
    const agent = player.dataset.agent === "" ? null : Number(player.dataset.agent);
    const look = (n) => agent === null || n === agent
      ? { waveColor: colour("--agent-wave"), progressColor: colour("--agent") }
      : { waveColor: colour("--customer-wave"), progressColor: colour("--customer") };
    const regions = WaveSurfer.Regions.create();
    $("wave").querySelector(".waiting").remove();
    wave = WaveSurfer.create({
      container: $("wave"), media: audio, peaks: outline, duration: seconds, height: outline.length === 2 ? 44 : 60,
      splitChannels: outline.map((_, n) => look(n)), normalize: true, cursorColor: colour("--ink"), cursorWidth: 2,
      cspNonce: player.dataset.nonce, plugins: [regions], hideScrollbar: true, dragToSeek: true,
    });
    const add = (start, end, options, style) => {
      const region = regions.addRegion({ start, end: Math.max(end, start + 0.05), drag: false, resize: false, ...options });
      const dress = () => { if (region.element) Object.assign(region.element.style, style); };
      dress();
      return region;
    };
    wave.on("ready", () => {
      if (audio.currentTime > 0) wave.setTime(audio.currentTime);
      for (const kind of ["silence", "hold", "overlap"]) {
        for (const [start, end] of marks[kind + "s"]) add(start, end, { color: "transparent" }, { backgroundImage: hatch(kind), pointerEvents: "none" });
      }
      const channel = (party) => outline.length < 2 || agent === null || party === "unknown" ? undefined : party === "agent" ? agent : 1 - agent;
      for (const found of marks.findings) {
        const tint = colour(found.outcome === "cannot_judge" ? "--cannot" : found.outcome === "clear" ? "--met" : "--" + found.outcome);
        const region = add(found.start, found.end, { id: found.id, color: "transparent", channelIdx: channel(found.party) }, {
          backgroundColor: `color-mix(in srgb, ${tint} 28%, transparent)`, borderLeft: `2px solid ${tint}`, borderRight: `2px solid ${tint}`, cursor: "pointer",
        });
        if (region.element) {
          region.element.title = found.name;
          region.element.dataset.finding = found.id;
        }
      }
    });
    regions.on("region-clicked", (region, event) => {
      event.stopPropagation();
      const found = marks.findings.find((one) => one.id === region.id);
      if (found) choose(stops.findIndex((el) => el.dataset.finding === found.id || el.dataset.finding === found.id.split(":")[0]), false);
      seek(region.start, region.end);
    });
    wave.on("interaction", () => { until = null; show(audio.currentTime); });
    player.dataset.ready = "yes";
  };
  fetch(player.dataset.outline).then((answer) => answer.ok ? answer.json() : Promise.reject()).then(draw).catch(() => {
    const waiting = $("wave").querySelector(".waiting");
    if (waiting) waiting.remove();
    player.querySelector(".note").hidden = false;
    player.dataset.ready = "no";
  });

  /* Findings, one after the other. */
  const choose = (index, play = true) => {
    if (index < 0 || index >= stops.length) return;
    if (stops[currentStop]) stops[currentStop].classList.remove("current");
    currentStop = index;
    const stop = stops[index];
    stop.classList.add("current");
    into(stop);
    if (play && stop.dataset.start) seek(Number(stop.dataset.start), Number(stop.dataset.end));
  };
  /* A verdict's form is put anew after each answer; its stop stays. */
  const press = (which) => {
    const stop = stops[currentStop];
    const buttons = stop ? [...stop.querySelectorAll(".verdict button")] : [];
    if (buttons.length) buttons[which].click();
  };

  document.addEventListener("click", (event) => {
    const seeker = event.target.closest("[data-seek]");
    if (seeker) {
      seek(Number(seeker.dataset.seek), seeker.dataset.until ? Number(seeker.dataset.until) : null);
      const stop = seeker.closest("[data-finding]");
      if (stop) choose(stops.indexOf(stop), false);
      return;
    }
    const word = event.target.closest(".w");
    if (word) {
      seek(Number(word.dataset.s));
      if (word.dataset.f) choose(stops.findIndex((el) => el.dataset.finding === word.dataset.f), false);
    }
  });
  $("play").addEventListener("click", toggle);
  $("slower").addEventListener("click", () => faster(-1));
  $("faster").addEventListener("click", () => faster(1));
  $("link").addEventListener("click", () => {
    const address = new URL(location.href);
    address.searchParams.set("at", audio.currentTime.toFixed(1));
    history.replaceState(history.state, "", address);
    if (navigator.clipboard) navigator.clipboard.writeText(address.href).then(() => Tingheng.toast(player.dataset.copied), () => {});
  });

  /* A clip for training begins where one is, or at the finding one has chosen. */
  const clip = $("clip");
  if (clip) clip.addEventListener("toggle", () => {
    const stop = stops[currentStop];
    const near = stop && stop.dataset.start && Math.abs(Number(stop.dataset.start) - audio.currentTime) < 20 ? stop : null;
    const from = near ? Number(near.dataset.start) - 2 : audio.currentTime;
    const end = near ? Number(near.dataset.end) + 3 : from + 10;
    clip.querySelector("[name=start]").value = Math.max(0, from).toFixed(1);
    clip.querySelector("[name=end]").value = Math.min(seconds, end).toFixed(1);
  });

  const step = (by) => {
    const at = turns.findIndex((turn) => turn === currentTurn);
    const turn = turns[Math.max(0, Math.min(turns.length - 1, at + by))];
    if (turn) seek(Number(turn.dataset.start), null, !audio.paused);
  };
  const keys = {
    " ": toggle,
    "ArrowLeft": () => seek(audio.currentTime - 3, null, !audio.paused),
    "ArrowRight": () => seek(audio.currentTime + 3, null, !audio.paused),
    "[": () => faster(-1),
    "]": () => faster(1),
    "j": () => step(1),
    "k": () => step(-1),
    "n": () => choose(Math.min(currentStop + 1, stops.length - 1)),
    "p": () => choose(Math.max(currentStop - 1, 0)),
    "a": () => press(0),
    "x": () => press(1),
    "u": () => press(2),
    "d": () => { const done = $("done"); if (done) done.click(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || Tingheng.writing(event.target)) return;
    /* The space bar presses a button that has the focus, except for the player's own keys. */
    if (event.key === " " && event.target.closest("button, summary, a") && event.target.id !== "play") return;
    const action = keys[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const saved = event.target.closest("[data-saved]");
    if (saved && event.detail.successful) Tingheng.toast(saved.dataset.saved);
  });

  /* Speech rate and loudness over the same time. */
  const plot = $("curves");
  if (plot && window.echarts) {
    const chart = echarts.init(plot);
    const paint = () => {
      const axis = { axisLine: { lineStyle: { color: colour("--line") } }, axisLabel: { color: colour("--soft") }, splitLine: { lineStyle: { color: colour("--grid") } }, nameTextStyle: { color: colour("--soft"), align: "left" } };
      const series = marks.curves.filter((curve) => curve.party !== "unknown").map((curve) => ({
        name: plot.dataset["party" + curve.party[0].toUpperCase() + curve.party.slice(1)], type: "line", showSymbol: true, symbolSize: 3, smooth: false, connectNulls: false,
        xAxisIndex: curve.kind === "loudness" ? 1 : 0, yAxisIndex: curve.kind === "loudness" ? 1 : 0,
        color: colour(curve.party === "agent" ? "--agent" : "--customer"), lineStyle: { type: curve.party === "agent" ? "solid" : "dashed" },
        data: curve.values.map((value, i) => [(i + 0.5) * curve.step, value]),
      }));
      chart.setOption({
        animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
        legend: { top: 0, right: 0, textStyle: { color: colour("--soft") } },
        tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: colour("--raised"), textStyle: { color: colour("--ink") } },
        grid: [{ left: 48, right: 16, top: 32, height: 76 }, { left: 48, right: 16, top: 148, height: 76 }],
        xAxis: [0, 1].map((n) => ({ ...axis, type: "value", min: 0, max: seconds, gridIndex: n, axisLabel: { show: n === 1, color: colour("--soft"), formatter: clock }, splitLine: { show: false } })),
        yAxis: [{ ...axis, name: plot.dataset.rate, gridIndex: 0, scale: true, splitNumber: 2 }, { ...axis, name: plot.dataset.loud, gridIndex: 1, scale: true, splitNumber: 2 }],
        series,
      }, true);
    };
    paint();
    window.addEventListener("resize", () => chart.resize());
    chart.getZr().on("click", (event) => {
      const at = chart.convertFromPixel({ xAxisIndex: 0 }, event.offsetX);
      if (at >= 0 && at <= seconds) seek(at, null, !audio.paused);
    });
  }

  /* A link to a second leads to it without starting the sound. */
  const at = Number(new URLSearchParams(location.search).get("at"));
  if (at > 0) {
    seek(at, null, false);
    const stop = stops.findIndex((el) => el.dataset.start && Math.abs(Number(el.dataset.start) - at) < 0.3);
    if (stop >= 0) choose(stop, false);
  }
});
