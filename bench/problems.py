"""Forty problem statements of our own: what ``python -m bench.format`` asks.

They differ on purpose: one line or a page, signals, images and messages, with and
without Code Input, Code Output Format, Remarks and resource limits; two are Chinese, one is German.
"""

from __future__ import annotations

PROBLEMS: tuple[str, ...] = (
    "Detect falls of elderly people from a wrist-worn accelerometer sampled at 50 Hz and send an alarm.",
    "Count the steps in a recording of a smartphone's accelerometer.",
    """Estimate the breathing rate of a sleeping person from the amplitude of a 60 GHz radar's reflections.

Code Input
1. recording (str): path of a NumPy file with complex samples, one row per chirp

Code Output Format
Breathing rate: 14.2 per minute

Remarks
1. The radar sends 20 chirps a second.
2. Movements of the body must be recognised and left out of the estimate.""",
    """Find anomalies in the vibration of a water pump. Learn what normal looks like from the first hour of the data, then
flag every minute whose spectrum differs clearly. Report how many minutes were flagged and when each began.""",
    """Classify bearing faults (inner race, outer race, ball, healthy) from vibration recordings at 12 kHz with a small
convolutional network. Use a train and test split and report the accuracy for each class.

Code Input
1. data_path (str): path of a folder with one CSV file per recording
2. epochs (int): number of training epochs

Code Output Format
inner race: 97%
outer race: 95%
ball: 93%
healthy: 99%

Remarks
1. The first column is time in seconds, the second the acceleration in g.
2. The model must fit into 256 kB of flash on a microcontroller.""",
    "Turn on the greenhouse irrigation when the soil is dry and no rain is forecast for the next six hours.",
    """Predict the soil moisture of a field 24 hours ahead from a year of hourly measurements of moisture, temperature,
rainfall and solar radiation. Compare with the naive forecast that tomorrow is like today.

Code Input
1. The local path of the CSV file

Code Output Format
Mean absolute error: 0.021
Naive forecast: 0.034""",
    "Estimate the number of people in a room from carbon dioxide, temperature and humidity.",
    """Localise a phone inside a building from the signal strengths of WiFi access points, using k nearest neighbours on a
fingerprint database. Report the median and the 90th percentile of the position error in metres.

Code Input
1. fingerprints (str): CSV file with one column per access point and the columns x and y
2. k (int): number of neighbours

Remarks
1. An access point that was not heard has the value -110 dBm.""",
    """检测老人跌倒:使用佩戴在腰部的三轴加速度计(采样频率 100 Hz),对信号进行低通滤波,提取特征,并训练一个分类器。
输出测试集上的准确率和召回率。

Code Input
1. data_path (str): 数据文件夹的路径

Code Output Format
准确率: 95%
召回率: 93%""",
    "Recognise the wake word 'lantern' in a stream of microphone audio on a device with 64 kB of RAM.",
    """Separate the electricity consumption of a household into refrigerator, washing machine, oven and everything else from
the meter's total power at one sample a second. Report the energy of each in kWh per day.

Code Input
1. meter_file (str): path of a Parquet file with the columns time and watts

Remarks
1. Typical power: refrigerator 80 to 150 W in cycles, washing machine up to 2200 W, oven 2000 to 3000 W.""",
    "Raise an alarm when a freezer door stays open for more than two minutes.",
    """Entwirf ein Programm, das aus den Messwerten von drei Schallpegelmessern entlang einer Straße Lastwagen, Autos und
Motorräder unterscheidet und sie je Stunde zählt.

Code Input
1. messungen (str): Pfad einer CSV-Datei mit Zeitstempel und drei Pegeln in dB

Code Output Format
08:00 Lastwagen 12 Autos 340 Motorräder 5

Remarks
1. Die Sensoren stehen 20 m auseinander, die Uhren gehen höchstens 50 ms falsch.""",
    "Estimate heart rate from a photoplethysmogram of a smartwatch while the wearer is running; use the "
    "accelerometer to remove motion artefacts.",
    """Detect atrial fibrillation in single-lead ECG recordings of 30 seconds. Extract the R-R intervals, compute features of
their irregularity, train a gradient boosting classifier, and evaluate it with five-fold cross-validation in which no
patient is in two folds. Print sensitivity and specificity for each fold and their means.

Code Input
1. records (str): folder with WFDB records
2. labels (str): CSV file that maps record names to patients and rhythm classes

Code Output Format
Fold 1: sensitivity 0.92, specificity 0.95
Mean: sensitivity 0.91, specificity 0.94

Remarks
1. Recordings marked as noisy must be excluded and counted.
2. The program must finish within ten minutes on four cores without a GPU.""",
    "Track a vehicle with a Kalman filter that fuses GPS at 1 Hz with wheel speed and yaw rate at 50 Hz, "
    "and write the path as GeoJSON.",
    "Compress temperature readings of a battery-powered node so that the radio sends at most 100 bytes "
    "an hour, with an error below 0.2 degrees.",
    """Read messages from an MQTT broker, one topic per sensor, and write them in batches to a SQLite database. Nothing may be
lost when the broker is away for up to an hour.

Code Input
1. host (str): address of the broker
2. topic (str): topic filter
3. database (str): path of the database file""",
    "Gesture recognition with a radar: tell swipe left, swipe right, push and circle apart from range-Doppler maps.",
    """Detect leaks in a water distribution network from pressure at twelve points and flow at the inlet.

Build a model of the usual daily pattern for working days and weekends, compute the night minimum flow, test whether it
has risen over the last three nights, and use the pressure differences to say which zone the leak is most likely in.
Report the zone and how sure the program is.

Code Input
1. pressures (str): CSV file with a time column and twelve pressure columns in bar
2. flow (str): CSV file with time and flow in litres per second
3. zones (str): JSON file that maps pressure points to zones

Code Output Format
Leak: yes
Zone: C
Confidence: 0.83

Remarks
1. Gaps of up to 15 minutes are to be interpolated, longer ones left out.
2. The sensors' clocks differ by up to one minute.""",
    "Estimate the state of charge of a lithium-ion cell from voltage, current and temperature with an extended Kalman filter.",
    "Recognise bird species from audio of a solar-powered recorder in a forest; keep the memory below 50 MB.",
    """Count cars in the frames of a parking lot's camera and report free places every minute.

Remarks
1. The camera delivers a JPEG file a second into a folder.
2. The device is a Raspberry Pi 4 without accelerator.
3. No picture may leave the device or be kept for longer than a minute.""",
    """使用毫米波雷达点云数据识别人体活动。首先将数据集划分为训练集和测试集,然后训练一个轻量级神经网络,最后输出测试集的平均识别准确率。
模型需要部署在 Jetson Nano 上,GPU 内存不得超过 50 MB。""",
    "Detect the start and the end of each wash cycle of a washing machine from a vibration sensor glued to it.",
    "Calibrate a low-cost particulate matter sensor against a reference station with humidity "
    "correction, and report RMSE before and after.",
    """Classify the surface a bicycle rides on (asphalt, gravel, cobblestones, grass) from the accelerometer and gyroscope of a
phone on the handlebar. Window the signals, compute features in time and frequency, train a random forest, and print the
confusion matrix.

Code Input
1. rides (str): folder with one CSV file a ride, columns t, ax, ay, az, gx, gy, gz, label
2. window (float): length of a window in seconds

Code Output Format
accuracy: 0.93
confusion:
{matrix}""",
    "Detect cracks in railway track from the sound of passing trains.",
    "Monitor the sleep of an infant with a thermal camera of 32 by 24 pixels: position, movement, presence.",
    """Schedule the charging of ten electric cars so that the house connection of 40 kW is never exceeded and every car is
full at its departure. Prices change every 15 minutes; keep the cost low.

Code Input
1. cars (str): JSON file with arrival, departure, needed energy in kWh and largest power in kW of each car
2. prices (str): CSV file with time and price in cents per kWh

Code Output Format
Total cost: 31.20
Peak power: 38.4 kW

Remarks
1. Plans are made in steps of 15 minutes.""",
    "Find the direction a sound comes from with an array of four microphones by generalised cross-correlation with phase transform.",
    "Detect drowsiness of a driver from steering angle and lane position.",
    """Recognise six human activities from the accelerometer and the gyroscope of a phone in the UCI HAR data set. Compare a
support vector machine on hand-made features with a small recurrent network on raw windows: accuracy, parameters and time
for one decision. Split by participant: 21 for training, 9 for testing.

Code Input
1. The folder of the data set

Code Output Format
SVM: accuracy 95%, 0.2 ms
Network: accuracy 92%, 1.9 ms""",
    "Estimate wind speed from the hum of a power line.",
    "Detect jamming of a LoRa gateway from received packets, their signal strength, and the noise floor.",
    """Tell whether a beehive is about to swarm from sound, temperature and weight. Give a warning at most one day ahead and
not more than one false warning a month.

Remarks
1. Sound is summarised on the hive as energies of 32 bands every minute.
2. Weight drifts with humidity and temperature and has to be corrected.
3. The battery must last a season: the node may be awake for 5 seconds an hour.""",
    "Synchronise the clocks of twenty wireless sensor nodes to within one millisecond.",
    "Smooth the position of a drone that hovers indoors with an ultra-wideband ranging system of four "
    "anchors, and reject ranges without line of sight.",
    """Find out which of 200 temperature sensors in a cold store are broken. A broken sensor is stuck, noisy, drifting or
shifted. Use the neighbours of each sensor as reference, name the kind of each fault, and write a report as CSV.

Code Input
1. readings (str): CSV file with a time column and one column per sensor
2. layout (str): CSV file with sensor name, x, y and z in metres
3. report (str): path of the report to write

Code Output Format
Broken: 7 of 200

Remarks
1. Doors open a few times an hour, which warms the sensors near them for up to ten minutes: that is no fault.""",
)
