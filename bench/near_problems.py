"""Problems in people's words, near a plan of the library or near none. None repeats a plan's own words.

Of a near one the plans are named that answer it. HELD_OUT ones were written after the plans, in the words of other trades; no
threshold is chosen by them.
"""

NEAR: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("heartbeats", "bedside_heartbeats"),
        "I have a folder of ECG records of patients. Mark each heart beat and tell me for every record how well"
        " that matches the cardiologist's marks.",
    ),
    (
        ("heartbeats", "bedside_heartbeats"),
        "Build an R-peak detector for MIT-BIH style recordings that copes with baseline wander and muscle noise.",
    ),
    (
        ("af_screening",),
        "Our single-lead ECG patches should warn when a wearer may have atrial fibrillation, from the irregular"
        " beat intervals.",
    ),
    (
        ("hrv_report",),
        "Compute heart rate variability figures such as RMSSD, SDNN and the LF/HF ratio from ECG recordings at rest.",
    ),
    (("ecg_quality",), "Before a doctor looks at them, throw out ECG strips that are too noisy to read."),
    (
        ("heart_rate_alarms",),
        "Raise an alarm when the heart beats too fast or too slowly, but not because of an artefact in the ECG.",
    ),
    (
        ("csi_activity",),
        "Recognise what a person does, such as walking, sitting down or falling, from WiFi channel state "
        "information captured with an Intel 5300 card.",
    ),
    (("csi_presence",), "Tell from WiFi CSI whether somebody moves in an empty flat."),
    (("csi_breathing",), "Estimate how often a sleeping person breathes with nothing but WiFi CSI packets."),
    (
        ("radar_vitals",),
        "Measure pulse and breathing of a seated person with a millimetre wave radar that looks at the chest.",
    ),
    (
        ("fmcw_obstacles",),
        "A slow robot carries an FMCW radar. Find the distance of the closest obstacle from the raw chirps.",
    ),
    (("radar_gait",), "Tell apart walking, limping and running by the micro-Doppler signature of a radar."),
    (
        ("multimodal_activity",),
        "Combine microphone, depth camera and radar to recognise what people do in a room, also for people who "
        "were not in the training data.",
    ),
    (("step_counter",), "Count the steps of a walk with the accelerometer of a phone in the pocket."),
    (
        ("fall_detection",),
        "Detect when an old person falls, with a waist-worn accelerometer and gyroscope, and do not confuse it "
        "with sitting down quickly.",
    ),
    (
        ("gesture_recognition",),
        "Recognise hand gestures from a wrist motion sensor, for users who never trained the system.",
    ),
    (
        ("wrist_activity", "strap_invariant_movements"),
        "Classify everyday activities like walking, climbing stairs and brushing teeth from a wrist "
        "accelerometer, evaluated on unseen people.",
    ),
    (("pulse_rate",), "Get the heart rate from a PPG wristband while the wearer moves around."),
    (("blood_oxygen",), "Compute SpO2 from the red and infrared channels of a pulse oximeter."),
    (("sleep_apnea",), "Find the times at night at which a sleeper stops breathing, from a chest belt."),
    (
        ("spoken_digits",),
        "Recognise spoken digits from zero to nine in short wav files, for speakers that were not in the training set.",
    ),
    (("keyword_spotting", "voice_commands"), "Listen for a wake word in a stream of speech on a small device."),
    (("sound_level",), "Log the A-weighted noise level at a street and say when the limit is exceeded."),
    (("sound_direction",), "Find out from which side a sound comes with a pair of microphones."),
    (("machine_sound_anomaly",), "Learn how a healthy machine sounds and report recordings that sound strange."),
    (("water_leak",), "Find small leaks in a house from the flow of the water meter during the night."),
    (("irrigation_advice",), "Tell a farmer how much water a field needs each day from temperature and rain."),
    (("room_occupancy",), "Estimate how many people are in a meeting room from the CO2 concentration."),
    (("energy_load_forecast",), "Predict tomorrow's electricity consumption of an office building hour by hour."),
    (("thermal_people_count",), "Count the people under an 8 x 8 thermal sensor in the ceiling."),
)

FAR: tuple[str, ...] = (
    "Solve the inverse kinematics of a six-axis robot arm and plan a path around obstacles.",
    "Read the licence plates of cars from a camera at the gate of a parking lot.",
    "Predict share prices from the news of the day.",
    "Translate spoken Spanish into English text.",
    "Unlock a door with a PIN code and a fingerprint, and log every entry.",
    "Detect epileptic seizures in the EEG of children.",
    "Recognise the breed of a dog in a photograph.",
    "Identify which of a hundred employees walks through the corridor by their face.",
    "Control the speed of a drone's four motors so that it hovers in wind.",
    "Schedule the charging of twenty electric buses so that the peak tariff is avoided.",
    "Summarise the minutes of a meeting into five bullet points.",
    "Grade the ripeness of tomatoes with a hyperspectral camera.",
    "Estimate the concentration of nitrate in a river from a spectrum between 200 and 400 nm.",
    "Recommend films to a person from what they have watched.",
    "Encrypt the firmware updates of a fleet of locks and verify their signatures on the device.",
    "Map an unknown building with a lidar while a robot drives through it.",
    "Detect phishing mails in a company's inbox.",
    "Count the bacteria colonies on a Petri dish from a microscope image.",
    "Find the cheapest route for a delivery van with forty stops.",
    "Recognise the emotion in a person's voice.",
    "Tell genuine from forged signatures by pen pressure on a tablet.",
    "Invert a seismogram for the depth of an earthquake.",
    "Estimate the age of a person from an X-ray of the hand.",
    "Compose a piece of piano music in the style of Bach.",
    "Simulate the spread of an epidemic in a town.",
    "Match the DNA sequences of plants against a database.",
    "Steer a telescope to follow a satellite from its two-line elements.",
    "Read handwritten delivery notes and fill them into a form.",
    "Identify a person by the shape of their ECG as a password.",
    "Predict the remaining sugar of fermenting wine from its infrared spectrum.",
)

HELD_OUT_NEAR: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("gps_geofence",),
        "My heifers keep breaking out. The collars send GPS every few seconds, ring me when one is beyond the fence.",
    ),
    (
        ("irrigation_advice",),
        "How many litres shall I give the maize this week? I only have max/min thermometer and a rain gauge.",
    ),
    (
        ("greenhouse_stress",),
        "I grow cucumbers under glass and want to see hour by hour if the air is too dry for them, from "
        "humidity and temp loggers.",
    ),
    (
        ("water_leak",),
        "Water bill went up, I suspect a dripping pipe. We have one reading of the lowest flow each night.",
    ),
    (
        ("blood_oxygen",),
        "On our ward the finger clip gives us two light curves. Please work out the saturation and leave out "
        "the moments where the patient fidgets.",
    ),
    (
        ("heart_rate_alarms",),
        "The monitor alarms all night for nothing. I would like it to beep only if the pulse on the ECG is "
        "really above 120 or below 50 for a while.",
    ),
    (
        ("respiration_from_pulse",),
        "As a nurse I count breaths by hand. Could the pulse clip on the finger do this for me?",
    ),
    (
        ("sleep_apnea",),
        "My husband stops breathing at night. We have recordings of a belt round his chest - when and how often"
        " does it happen?",
    ),
    (
        ("gait_symmetry",),
        "Physio student here. I tape an accelerometer to the sacrum of stroke patients and need to say whether "
        "they limp.",
    ),
    (
        ("bearing_diagnosis",),
        "The bearing of the motor makes noise. From the accelerometer signal the program shall say if outer "
        "ring, inner ring or the balls are defect.",
    ),
    (
        ("order_tracking",),
        "We accelerate the gearbox from 600 to 3000 rpm and need to know which order is dominant. Tacho signal "
        "is present.",
    ),
    (("machine_severity",), "According to ISO 10816 the vibration of our fans must be sorted in zones A to D."),
    (("harmonic_distortion",), "Calculate THD of the current of our LED power supplies from the sampled curve."),
    (
        ("voltage_dips",),
        "In our factory the PLC restarts sometimes. We record the 230 V line and search for short undervoltages.",
    ),
    (("battery_gauge",), "SoC from current and voltage of a Li-ion cell. Current sensor has offset."),
    (
        ("clock_drift", "logger_synchronisation"),
        "Two data loggers, both shaken together, oscillators not the same. Want drift in ppm.",
    ),
    (("keyword_spotting",), "hotword detector for esp32 mic stream"),
    (("fall_detection",), "fall alarm pendant"),
    (("step_counter",), "pedometer, phone anywhere on body"),
    (("temperature_log_lossless",), "shrink 14 bit temperature readings without loss before radio tx"),
    (
        ("appliance_disaggregation",),
        "For my bachelor thesis I record the mains power of my shared flat with a single clamp. I would like to"
        " know when the kettle, the fridge and the washing machine were turned on and off.",
    ),
    (
        ("room_temperature_forecast",),
        "I study building physics. Given a few weeks of indoor temperature, give me the curve of the coming "
        "hours so that the heating can react early.",
    ),
    (
        ("wrist_activity",),
        "We gave smartwatches to students for a class project and recorded their wrist acceleration while they "
        "were eating, writing, walking and going upstairs. Train something that still works for a student who "
        "is not in the data.",
    ),
    (
        ("sound_direction",),
        "My robot has a left and a right microphone. When someone claps it should turn its head to that side.",
    ),
    (
        ("ble_indoor",),
        "In our museum visitors carry phones, and there are Bluetooth beacons on the walls. We would like to "
        "draw the path that a visitor took through the rooms out of the received signal strengths.",
    ),
    (
        ("spoken_digits", "voice_commands"),
        "Write a program which hears a person say a figure between 0 and 9 and prints it.\n\n"
        "Code Input\ndata_dir (str): folder with one wav per utterance, the label is the first part of the file"
        " name\n\n"
        "Code Output Format\nRecognised: 93%",
    ),
    (
        ("machine_sound_anomaly",),
        "We put microphones beside twelve pumps. There are only recordings of normal operation, none of a "
        "defect. For a new wav file decide if the pump still sounds as it should.\n\n"
        "Code Input\nfolder (str): wav files, those that are known to be fine begin with normal\n\n"
        "Code Output Format\nAccuracy: 0.95",
    ),
    (
        ("csi_presence", "csi_activity"),
        "Without cameras and without wearables I want to know if an elderly lady is at home, using only the "
        "channel measurements between her router and a mini PC.\n\n"
        "Code Input\npath (str): folder with the .dat captures\n\n"
        "Code Output Format\nRight: 95%",
    ),
    (
        ("heartbeats", "bedside_heartbeats"),
        "Given WFDB records, locate the QRS complexes and score them against the .atr annotations.\n\n"
        "Code Input\ndb (str): directory\n\n"
        "Code Output Format\nRecord 100: F1 0.99",
    ),
    (
        ("energy_load_forecast",),
        "The school's caretaker gets a bill for peaks. Take the hourly kWh of past weeks and say what each hour"
        " of the next day is going to need, and whether that beats simply repeating yesterday.",
    ),
)

HELD_OUT_FAR: tuple[str, ...] = (
    "Which of my cows is in heat? The barn camera films them all day.",
    "Tell me from photos of the leaves which fungus my vines have caught.",
    "Best day to sell the wheat, given prices at the exchange since 1990.",
    "Plan the milking robot's queue so that no cow waits longer than an hour.",
    "The patients' files are handwritten; search them for allergies to penicillin.",
    "Check if two drugs on the ward's list must not be given together.",
    "Estimate systolic and diastolic blood pressure from the delay between ECG and pulse wave.",
    "Read the insulin dose off the display of a pump with a phone's camera.",
    "Find tumours in slices of a CT of the lungs.",
    "Classify sleep stages from EEG and eye movements.",
    "Decode imagined hand movements from brain signals to steer a wheelchair.",
    "My homework: sort a million integers faster than quicksort.",
    "Write a web shop for second-hand bicycles with login and payment.",
    "Solve sudoku puzzles from a newspaper photo.",
    "Chat bot that answers questions about our university's rules.",
    "Calculate the strength of a steel beam with finite elements.",
    "The PLC shall control the level in the tank with a PID regulator, tune the parameters automatically.",
    "Optimise the cutting pattern of metal sheets so that little is wasted.",
    "Detect scratches on painted car doors with a line scan camera.",
    "Translate our machine manuals from German to Polish.",
    "speech to text for meetings",
    "face unlock",
    "song recognition like Shazam",
    "lidar slam",
    "CAN bus intrusion detection",
    "Separate the voices of two people who talk at once in one recording.",
    "Tell which species of bird sings in a recording of the forest.",
    "Work out the thickness of ice on a lake from ground-penetrating radar profiles.",
    (
        "Estimate the calories of a meal from a picture of the plate.\n\n"
        "Code Input\nimage (str): photo\n\n"
        "Code Output Format\nCalories: 540"
    ),
    (
        "Schedule satellites' downlinks over five ground stations for one day.\n\n"
        "Code Input\npasses (str): csv of visibility windows\n\n"
        "Code Output Format\nPasses served: 41"
    ),
)
