"""The eight listings of the EdgeProg technical report as it prints them, without their line numbers, slips and all.

Fig. 5 shows a virtual sensor alone; here it stands in the program that it needs.
"""

from __future__ import annotations

# Fig. 2
SMART_HOME = """\
Application SmartHomeEnv{
  Configuration{TelosB A (TEMPERATURE);
    TelosB B (HUMIDITY);
    Edge E(turnOnAC, turnOnDryer);}
  Rule{IF (A.TEMPERATURE > 30 && B.HUMIDITY > 70)
    THEN (E.turnOnAC && E.turnOnDryer)}
}
"""

# Fig. 4
SMART_DOOR = """\
Application SmartDoor{
  Configuration{
    RPI A(MIC, DOOR_UNLOCK, OPEN_DOOR);
    TelosB B(LIGHT_SOLAR);
  }
  Implementation{
    VSensor VoiceRecog("FE, ID"){
      VoiceRecog.setInput(A.MIC);
      FE.setModel("MFCC");
      ID.setModel("GMM", "open.gmm");
      VoiceRecog.setOutput(<string_t>, "open");
    }
  }
  Rule{
    IF (VoiceRecog=="open" && B.LIGHT_SOLAR<100)
      THEN (A.DOOR_UNLOCK && A.OPEN_DOOR)
  }
 }
"""

# Fig. 5
AUTO_DOOR = """\
Application AutoDoor{
Configuration{RPI A(MIC, Accel_x, Accel_y, Accel_z, OPEN_DOOR); TelosB B(Light, PIR);}
Implementation{
VSensor VoiceRecog(AUTO) {
  VoiceRecog.setInput(A.MIC, A.Accel_x, A.Accel_y
    , A.Accel_z, B.Light, B.PIR);
  VoiceRecog.setOutput(<string_t>,"open", "close"
    );
}
}
Rule{IF(VoiceRecog=="open") THEN(A.OPEN_DOOR);}
}
"""

# Fig. 15
RFACE = """\
Application RFace{
  Configuration{
    RPI A(RSS, RFPhase);
    Arduino B(Alarm);
    Edge E();
  }
  Implementation{
    VSensor Preprocess("DN, REA"){
      preprocess.setInput(A.RSS, A.RFPhase);
      DN.setModel("Denoise");
      Fl.setModel("Rearrange");
      Preprocess.setOutput(<pre_t>);
    }
    VSensor DDDS("DI, CAL, COS"){
      DDDS.setInput(Preprocess);
      DI.setModel("Division");
      CAL.setModel("Calculation");
      COS.setModel("CosineSimilarity");
      COS.setOutput(<string_t>, "fake");
    }
  }
  Rule{
    IF(DDDS=="fake")
    THEN(B.Alarm);
  }
 }
"""

# Fig. 16
LIMB_MOTION = """\
Application LimbMotion{
  Configuration{
    RPI V(Voice);
    RPI I(IMU);
    Edge E(Database);
  }
  Implementation{
    VSensor AcousticRanging("WS, Fl, SD, F2"){
      AcousticRanging.setInput(V.Voice);
      WS.setModel("WindowSlicing");
      Fl.setModel("FFT");
      SD.setModel("EnergyThreshold");
      F2.setModel("IFFT");
      AcousticRanging.setOutput(<vr_t>);
    }
    VSensor PointCloudEst("CF, KF"){
      PointCloudEst.setInput(I.IMU);
      CF.setModel("ComplementaryFilter");
      KF.setModel("KalmanFilter");
      PointCloudEst.setOutput(<pce_t>);
    }
    VSensor LimbPosition("LM"){
      LimbPosition.setInput(AcousticRanging,
        PointCloudEst);
      LM.setModel("LMAlgorithm");
      LimbPosition.setOutput(<float_t, float_t,
        float_t, float_t, float_t, float_t>);
    }
  }
  Rule{
    IF(LimbPosition[0]==LimbPosition[3]&&
      LimbPosition[1]==LimbPosition[4])
    THEN(E.Database("The leg is pointing!"));
  }
 }
"""

# Fig. 17
REPETITIVE_COUNT = """\
Application RepetiveCount{
Configuration{
  RPI A(Video);
  RPI B(Voice);
  Edge E(Database);}
Implementation{
  VSensor ResBlock3D("CNN1, RB3D"){
    ResBlock3D.setInput(A.Video);
    CNN1.setModel("CNN", "VideoCNN.pt");
    RB3D.setModel("ResBlock3D", "RB3D.pt");
    AcousticRanging.setOutput(<rb3d_t>);
  }
  VSensor ResBlock2D("FFT, CNN2, RB2D"){
    ResBlock3D.setInput(B.Voice);
    FFT.setModel("FFT");
    CNN2.setModel("CNN", "VoiceCNN.pt");
    RB2D.setModel("ResBlock2D", "RB2D.pt");
    AcousticRanging.setOutput(<rb2d_t>);
  }
  VSensor RepeCtVideo("{FCV1_1, FCV1_2}, SUMV1"){
    RepeCtVideo.setInput(ResBlock3D);
    FCV1_1.setModel("FC", "FCV1.pt");
    FCV1_2.setModel("FC", "FCV1.pt");
    SUMV1.setModel("Sum", "FCV1_1", "FCV1_2");
    RepeCtVideo.setOutput(<RepeCtVideo_t>);
  }
  VSensor RepeCtVoice("{FCV2_1, FCV2_2}, SUMV2"){
    RepeCtVoice.setInput(ResBlock2D);
    FCV2_1.setModel("FC", "FCV2.pt");
    FCV2_2.setModel("FC", "FCV2.pt");
    SUMV1.setModel("Sum", "FCV2_1", "FCV2_2");
    RepeCtVoice.setOutput(<RepeCtVoice_t>);
  }
  VSensor RelEst("FCV3"){
    RelEst.setInput(ResBlock2D);
    FCV3.setModel("FC", "FCV3.pt");
    RelEst.setOutput(<re_t>);
  }
  VSensor CountPredict("CONCAT, MUL"){
    CountPredict.setInput(RepeCtVideo,
      RepeCtVoice, RelEst);
    CONCAT.setModel("VecConcat", "RepeCtVideo",
      "RepeCtVoice");
    MUL.setModel("MatMul", "CONCAT", "RelEst")
    CountPredict.setOutput(<float_t>);
  }
 }
 Rule{
   IF(SUM+=CountPredict>=1)
   THEN(E.Database("UPDATE ct SET ClothCt={SUM}
     WHERE ID=100") && E(SUM=0));}
"""

# Fig. 18
HYDUINO = """\
Application Hyduino{
Configuration{
  Arduino A(PH);
  Arduino B(TEMPERATURE, HUMIDITY);
  Arduino C(turnOnFAN);
  Arduino D(openPHPump);
  Arduino E(SDCardWrite);
  Edge E(LCD_SHOW);
}
 Rule{
   IF(A.PH>7.5 && B.TEMPERATURE>28 && B.
     HUMIDITY>44)
   THEN(C.turnOnFAN && D.openPHPump &&
     SDCardWrite("Start") && E.LCD_SHOW("PH:
     %f, Temp: %f", A.PH, B.TEMPERATURE));
 }
"""

# Fig. 19
SMART_CHAIR = """\
Application SmartChair{
Configuration{
  Arduino A(UltraSonic, PIR);
  Arduino B(Alarm);
  Edge E();
}
Implementation{
  VSensor US_Distance("PRE, CAL"){
    US_Distance.setInput(A.UltraSonic);
    PRE.setModel("US_PRE");
    F1.setModel("US_CAL_DIST");
    US_Distance.setOutput(<float_t>);
  }
 }
 Rule{
   IF(Distance>20 && Distance<3000 && A.PIR=1)
   THEN(B.Alarm);
 }
 }
"""

LISTINGS = {
    "smart_home": SMART_HOME,
    "smart_door": SMART_DOOR,
    "auto_door": AUTO_DOOR,
    "rface": RFACE,
    "limb_motion": LIMB_MOTION,
    "repetitive_count": REPETITIVE_COUNT,
    "hyduino": HYDUINO,
    "smart_chair": SMART_CHAIR,
}
