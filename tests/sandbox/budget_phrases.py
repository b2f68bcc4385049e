"""Sentences that state budgets, with what they state, and sentences that look like it and state none."""

from __future__ import annotations

Wanted = tuple[tuple[str, float, str, bool], ...]


def memory(mb: float) -> Wanted:
    return (("memory", mb, "MB", False),)


def gpu(mb: float) -> Wanted:
    return (("gpu memory", mb, "MB", False),)


def time(seconds: float) -> Wanted:
    return (("time", seconds, "s", False),)


def each(seconds: float) -> Wanted:
    return (("time per item", seconds, "s", False),)


def least(what: str, value: float) -> Wanted:
    return ((what, value, "", True),)


STATED: list[tuple[str, Wanted]] = [
    ("The program has to run on a gateway without a GPU and must not use more than 200 MB of memory.", memory(200)),
    ("must not use more than 200 MB of memory", memory(200)),
    ("under 50 MB", memory(50)),
    ("Keep it under 50 MB.", memory(50)),
    ("It should use at most 1.5 GB RAM.", memory(1500)),
    ("at most 1.5 GB RAM", memory(1500)),
    ("Memory: at most 64 MiB", memory(67.108864)),
    ("The program must stay below 512 KB of RAM.", memory(0.512)),
    ("Peak memory must stay within 1,500 MB.", memory(1500)),
    ("Memory usage should not exceed 80 MB.", memory(80)),
    ("The maximum memory usage is 120 MB.", memory(120)),
    ("Memory budget: 200 MB", memory(200)),
    ("Limit the memory to 300 MB.", memory(300)),
    ("It never takes more than 40 MB of main memory.", memory(40)),
    ("The whole pipeline needs to fit in 100 MB of RAM.", memory(100)),
    ("200 MB of RAM or less", memory(200)),
    ("Please use no more than 250 megabytes of memory.", memory(250)),
    ("memory <= 100 MB", memory(100)),
    ("Recordings of up to 2 GB must be processed in under 200 MB of memory.", memory(200)),
    ("The program must not\nuse more than\n200 MB of memory.", memory(200)),
    ("GPU memory should not exceed 50 MB", gpu(50)),
    ("Inference must not take more than 50 MB of GPU memory.", gpu(50)),
    ("At most 2 GB of VRAM.", gpu(2000)),
    ("The network must use less than 512 MB of memory on the GPU.", gpu(512)),
    (
        "The model runs on an edge device: at most 200 MB of GPU memory and 50 ms for one decision.",
        (*gpu(200), *each(0.05)),
    ),
    ("GPU memory must stay under 50 MB and main memory under 200 MB.", (*gpu(50), *memory(200))),
    ("It must fit in 128 MB of flash.", (("flash memory", 128, "MB", False),)),
    ("within 20 ms a window", each(0.02)),
    ("Classify within 20 ms per window.", each(0.02)),
    ("The program must answer within 20 ms for each record.", each(0.02)),
    ("Process each recording in under 2 seconds.", each(2)),
    ("Each window must be processed within 20 ms.", each(0.02)),
    ("Latency below 100 ms", each(0.1)),
    ("The inference latency must not exceed 30 milliseconds.", each(0.03)),
    ("It must respond within 100 ms.", each(0.1)),
    ("One decision must not take longer than 50 ms.", each(0.05)),
    ("At most 5 ms/frame.", each(0.005)),
    ("in less than 2 s", time(2)),
    ("It must run in less than 2 s.", time(2)),
    ("The program has to finish within 5 minutes.", time(300)),
    ("The whole run must not take more than 1 min.", time(60)),
    ("The script should complete in under half a second.", time(0.5)),
    ("Finish in 30 s or less.", time(30)),
    ("Time limit: 10 s", time(10)),
    ("It must not take longer than two seconds.", time(2)),
    ("The program may use at most 3 s of CPU time.", (("cpu", 3, "s", False),)),
    ("accuracy of at least 95 %", least("accuracy", 0.95)),
    ("The accuracy should be above 0.9.", least("accuracy", 0.9)),
    ("F1 >= 0.9", least("F1", 0.9)),
    ("An F1-score of at least 92.5% is required.", least("F1", 0.925)),
    ("Macro F1 must not fall below 0.8.", least("macro F1", 0.8)),
    ("at least 95 percent accuracy", least("accuracy", 0.95)),
    ("Precision and recall must be at least 0.9.", (*least("precision", 0.9), *least("recall", 0.9))),
    ("Sensitivity of more than 99 %, please.", least("recall", 0.99)),
    ("accuracy: 90 % or better", least("accuracy", 0.9)),
    ("The MAE must stay below 5 bpm.", (("MAE", 5, "bpm", False),)),
    ("RMSE < 0.3", (("RMSE", 0.3, "", False),)),
    (
        "Run under 100 MB of memory, within 10 ms per window, with an accuracy of at least 90 %.",
        (*memory(100), *each(0.01), *least("accuracy", 0.9)),
    ),
]

TRAPS: list[str] = [
    "A detected peak counts as correct when it lies within 150 ms of an annotated beat that no other peak has claimed.",
    "Detections within 150 ms count.",
    "The signals are sampled at 360 Hz; other recordings may differ.",
    "Cut the signal into windows of at most 2 s.",
    "Use windows no longer than 5 s.",
    "Each window is at most 2 s long.",
    "Classify windows of less than 2 s.",
    "Each recording lasts less than 30 minutes.",
    "The recordings are files of up to 2 GB.",
    "Each file is under 50 MB.",
    "The csv files must not exceed 10 MB.",
    "The board has 128 MB flash.",
    "The device has 4 GB of RAM.",
    "It runs on a board with less than 512 MB of RAM.",
    "Use a refractory period of at most 200 ms.",
    "Ignore gaps of less than 5 s.",
    "The two sensors drift by less than 20 ms per record.",
    "Gestures take less than 2 s.",
    "Detect events that last less than 2 s.",
    "Detect activities that take less than 10 s.",
    "Subjects must take less than 2 s to stand up.",
    "The published method reaches an accuracy of at least 95 %.",
    "Stop training once the accuracy exceeds 95 %.",
    "Print the accuracy with at least 2 decimals.",
    "The sensor has a precision of at least 0.5 °C.",
    "Quantisation may cost at most 1 % accuracy.",
    "It is fine to use more than 200 MB of memory.",
    "There is no need to stay under 50 MB.",
    "The program does not have to run in less than 2 s.",
    "It needs at least 4 GB of memory.",
    "Training uses 200 MB of memory.",
    "Send at most 5 MB per day.",
    "It must not send more than 2 MB over the radio.",
    "Store less than 100 MB on the SD card.",
    "Warn when the memory is below 50 MB.",
    "Alert the nurse within 10 s of a fall.",
    "Compute the heart rate over less than 10 s.",
    "Predict falls at most 2 s before the impact.",
    "Read the sensor every 20 ms.",
    "The battery must last at least 10 h.",
    "Between 10 and 50 MB of memory is typical.",
    "The budget of the project is 200 euros.",
    "The model was trained with less than 1,5 GB of memory in mind for 10-50 MB devices.",
    "Average recognition accuracy: 91%",
    "Load files of at most 200 MB into memory.",
    "The download is smaller than 80 MB.",
    "Segments may overlap by less than 1 s.",
    "Average the last 5 s.",
    "If it takes longer than 2 s, stop.",
]

STATED += [
    ("RAM usage ≤ 64 MB, latency ≤ 20 ms.", (*memory(64), *each(0.02))),
    ("Real-time: every 1 s window has to be classified in less than 100 ms.", each(0.1)),
    ("Processing a 30 min record must take less than 5 s.", each(5)),
    ("Each sample holds at most 10 s of audio and must be classified within 50 ms.", each(0.05)),
    ("The inference time per sample should be at most 10 ms.", each(0.01)),
    ("Make it finish in 10 s.", time(10)),
    ("Total runtime: max. 60 s", time(60)),
    ("Detect with a sensitivity and PPV of at least 99 %.", (*least("recall", 0.99), *least("precision", 0.99))),
]

TRAPS += [
    "The system needs to detect a fall within 2 s.",
    "Accuracy above 90 % has been claimed by others.",
    "Every second, at most 2 MB of memory are added.",
    "The radar delivers at most 10 MB/s.",
    "The stream arrives in chunks of at most 64 KB.",
    "Deployed on a Raspberry Pi with at most 1 GB of RAM.",
    "The model file must be smaller than 10 MB.",
    "Answer questions about activities within the last 10 s.",
]
